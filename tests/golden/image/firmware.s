# SPDX-License-Identifier: Apache-2.0
  .section .vectors, "a"
  .long 0x20001000, start
  .section .text, "ax"
  .globl start
start:
  nop
  hlt
  .section .data, "aw"
  .ascii "initial data"
  .section .bss, "aw", @nobits
  .skip 64
