// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <stdexcept>

#include "memosaic/bytes/crc_catalogue.hpp"

namespace crc_values {

using namespace memosaic;
using namespace memosaic::literals;

struct named {
  crc_parameters parameters;
  std::uint64_t check;
};

constexpr named catalogue[] = {
    {crc_8_smbus, 0xf4},
    {crc_16_arc, 0xbb3d},
    {crc_16_ibm_3740, 0x29b1},
    {crc_16_xmodem, 0x31c3},
    {crc_16_kermit, 0x2189},
    {crc_16_modbus, 0x4b37},
    {crc_16_ibm_sdlc, 0x906e},
    {crc_16_usb, 0xb4c8},
    {crc_16_dnp, 0xea82},
    {crc_16_genibus, 0xd64e},
    {crc_16_mcrf4xx, 0x6f91},
    {crc_16_spi_fujitsu, 0xe5cc},
    {crc_24_openpgp, 0x21cf02},
    {crc_32_iso_hdlc, 0xcbf43926},
    {crc_32_iscsi, 0xe3069283},
    {crc_32_bzip2, 0xfc891918},
    {crc_32_cksum, 0x765e7680},
    {crc_32_mpeg_2, 0x0376e6e7},
    {crc_64_ecma_182, 0x6c40df5f0b497347},
    {crc_64_xz, 0x995dc9bbdf1939fa},
};

TEST(CrcValues, TheCataloguesCheckValues) {
  for (const named& entry : catalogue) {
    EXPECT_EQ(crc_algorithm(entry.parameters).compute("123456789"_bytes), entry.check) << std::hex << entry.check;
  }
  EXPECT_EQ(crc32("123456789"_bytes), 0xcbf43926u);
  EXPECT_EQ(crc32c("123456789"_bytes), 0xe3069283u);
}

TEST(CrcValues, TheConvenientOnesResume) {
  EXPECT_EQ(crc32("56789"_bytes, crc32("1234"_bytes)), 0xcbf43926u);
  EXPECT_EQ(crc32c("56789"_bytes, crc32c("1234"_bytes)), 0xe3069283u);
  EXPECT_EQ(crc32({}), 0u);
  EXPECT_EQ(crc32({}, 77), 77u);
}

TEST(CrcValues, ImpossibleParametersAreRefused) {
  EXPECT_THROW(crc_algorithm({7, 0x09, 0, false, false, 0}), std::invalid_argument);
  EXPECT_THROW(crc_algorithm({65, 0x09, 0, false, false, 0}), std::invalid_argument);
  EXPECT_THROW(crc_algorithm({16, 0x10000, 0, false, false, 0}), std::invalid_argument);
  EXPECT_THROW(crc_algorithm({16, 0x1021, 0x10000, false, false, 0}), std::invalid_argument);
  EXPECT_THROW(crc_algorithm({16, 0x1021, 0, false, false, 0x10000}), std::invalid_argument);
}

TEST(CrcValues, TablesCanBeMadeByTheCompiler) {
  static constexpr crc_algorithm modbus(crc_16_modbus);
  static_assert(modbus.parameters() == crc_16_modbus);
  EXPECT_EQ(modbus.compute("123456789"_bytes), 0x4b37u);
}

}  // namespace crc_values
