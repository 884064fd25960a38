#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "memosaic/bytes/crc.hpp"

/// The common CRCs under the names of the catalogue, with what each is found in. The comment behind each is the CRC of
/// the nine bytes "123456789", which the tests check.
///
/// Source: G. Cook, Catalogue of parametrised CRC algorithms (reveng.sourceforge.io/crc-catalogue).
namespace memosaic {

/// Plain CRC-8, without any refinement: SMBus packet error checking.
inline constexpr crc_parameters crc_8_smbus{8, 0x07, 0x00, false, false, 0x00};  // f4

/// Also CRC-16, CRC-IBM and LHA: old archives.
inline constexpr crc_parameters crc_16_arc{16, 0x8005, 0x0000, true, true, 0x0000};  // bb3d

/// Also CCITT-FALSE and AUTOSAR: what firmware tools mean by "CCITT".
inline constexpr crc_parameters crc_16_ibm_3740{16, 0x1021, 0xffff, false, false, 0x0000};  // 29b1

inline constexpr crc_parameters crc_16_xmodem{16, 0x1021, 0x0000, false, false, 0x0000};  // 31c3

/// Also the true CCITT: Bluetooth, Kermit.
inline constexpr crc_parameters crc_16_kermit{16, 0x1021, 0x0000, true, true, 0x0000};  // 2189

inline constexpr crc_parameters crc_16_modbus{16, 0x8005, 0xffff, true, true, 0x0000};  // 4b37

/// Also X-25: HDLC frames.
inline constexpr crc_parameters crc_16_ibm_sdlc{16, 0x1021, 0xffff, true, true, 0xffff};  // 906e

inline constexpr crc_parameters crc_16_usb{16, 0x8005, 0xffff, true, true, 0xffff};        // b4c8
inline constexpr crc_parameters crc_16_dnp{16, 0x3d65, 0x0000, true, true, 0xffff};        // ea82
inline constexpr crc_parameters crc_16_genibus{16, 0x1021, 0xffff, false, false, 0xffff};  // d64e
inline constexpr crc_parameters crc_16_mcrf4xx{16, 0x1021, 0xffff, true, true, 0x0000};    // 6f91

/// Also AUG-CCITT.
inline constexpr crc_parameters crc_16_spi_fujitsu{16, 0x1021, 0x1d0f, false, false, 0x0000};  // e5cc

inline constexpr crc_parameters crc_24_openpgp{24, 0x864cfb, 0xb704ce, false, false, 0x000000};  // 21cf02

/// zip, gzip, PNG, Ethernet; `crc32` computes it.
inline constexpr crc_parameters crc_32_iso_hdlc{32, 0x04c11db7, 0xffffffff, true, true, 0xffffffff};  // cbf43926

/// Castagnoli's: iSCSI, ext4, Btrfs; `crc32c` computes it.
inline constexpr crc_parameters crc_32_iscsi{32, 0x1edc6f41, 0xffffffff, true, true, 0xffffffff};  // e3069283

inline constexpr crc_parameters crc_32_bzip2{32, 0x04c11db7, 0xffffffff, false, false, 0xffffffff};  // fc891918

/// POSIX `cksum` without the length that it appends.
inline constexpr crc_parameters crc_32_cksum{32, 0x04c11db7, 0x00000000, false, false, 0xffffffff};  // 765e7680

inline constexpr crc_parameters crc_32_mpeg_2{32, 0x04c11db7, 0xffffffff, false, false, 0x00000000};  // 0376e6e7

inline constexpr crc_parameters crc_64_ecma_182{64, 0x42f0e1eba9ea3693, 0, false, false, 0};  // 6c40df5f0b497347

/// xz and its kin.
inline constexpr crc_parameters crc_64_xz{64,   0x42f0e1eba9ea3693, 0xffffffffffffffff, true,
                                          true, 0xffffffffffffffff};  // 995dc9bbdf1939fa

}  // namespace memosaic
