#pragma once
// SPDX-License-Identifier: Apache-2.0

/// What `--help` says beyond the options. The tests of the command see that every command has examples.
namespace memosaic::cli {

inline constexpr const char* exit_codes =
    "Exit codes:\n"
    "  0    yes: found, equal, done\n"
    "  1    no: not found, different\n"
    "  2    wrong use, or a file could not be read or written\n"
    "  3    a file is damaged\n"
    "  4    the target exists already, and --force was not given\n"
    "  130  interrupted by Ctrl-C\n";

inline constexpr const char* number_help =
    "Numbers are decimal or hexadecimal (0x1f), with _ between digits, and K, M, G or T for powers of 1024.\n"
    "Ranges are A:B (B not included), A:+LENGTH, A: (to the end) or :B (from the start).\n";

inline constexpr const char* find_examples =
    "NEEDLE is text, or bytes as hex:DEADBEEF; text:... takes the rest as it stands, utf16:... and utf16be:... encode\n"
    "it. FILE may be - for standard input, which is also read when no file is named.\n\n"
    "Examples:\n"
    "  memosaic find hex:7f454c46 /bin/ls             offsets of the bytes 7f 45 4c 46\n"
    "  memosaic find GNU --count *.so                 how many times the text occurs in each file\n"
    "  memosaic find hex:0000 a.bin --step 4          only at offsets that 4 divides\n"
    "  memosaic find PK a.zip --last --context 16     the last one, with 16 bytes on both sides\n"
    "  memosaic find hex:cafe disk.img --budget 64M   with 64 MiB of the file in memory, at most\n"
    "  gunzip -c a.gz | memosaic find hex:cafe -      in a pipe\n\n";

inline constexpr const char* diff_examples =
    "Each line is one run: where it is, how long, and the bytes of A and of B. What one file has beyond the end of "
    "the\n"
    "other is \"only in\" it. FILE may be - for standard input.\n\n"
    "Examples:\n"
    "  memosaic diff old.bin new.bin                  every run that differs\n"
    "  memosaic diff old.bin new.bin --gap 8          runs fewer than 8 equal bytes apart are one\n"
    "  memosaic diff old.bin new.bin --summary        only how many\n"
    "  memosaic diff a.log b.log --from-end           both aligned at their ends\n\n";

inline constexpr const char* cmp_examples =
    "Examples:\n"
    "  memosaic cmp a.bin b.bin                       the first difference; nothing if there is none\n"
    "  memosaic cmp a.bin b.bin --last                the last one, both aligned at their ends\n"
    "  memosaic cmp a.bin b.bin --range 0x100:        leave out the first 256 bytes of both\n"
    "  memosaic cmp -q a.bin - < b.bin && echo same   only the exit code\n\n";

inline constexpr const char* dump_examples =
    "Rows that repeat the row before are shown as one *. Colours tell NUL, printable, white space, control, high and\n"
    "0xff bytes apart. FILE may be - for standard input.\n\n"
    "Examples:\n"
    "  memosaic dump a.bin                            offset, bytes and characters\n"
    "  memosaic dump a.bin --range 1M:+256            256 bytes from 1 MiB on\n"
    "  memosaic dump a.bin --width 32 --group 4       four bytes together, 32 in a row\n"
    "  memosaic dump a.bin --plain                    digits only\n"
    "  memosaic dump --reverse a.txt > a.bin          the bytes of a dump\n\n";

inline constexpr const char* copy_examples =
    "SOURCE may be - for standard input, TARGET - for standard output. A target appears whole or not at all: it is\n"
    "written beside its name and renamed. Pipes and devices are written straight.\n\n"
    "Examples:\n"
    "  memosaic copy disk.img boot.bin --range :512   the first 512 bytes\n"
    "  memosaic copy new.bin disk.img --at 4K         write into disk.img at offset 4096, keep the rest\n"
    "  memosaic copy a.bin b.bin --force              replace b.bin\n"
    "  memosaic copy a.bin - --range 1M: | gzip > z   into a pipe\n\n";

}  // namespace memosaic::cli
