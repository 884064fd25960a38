// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <stdexcept>
#include <vector>

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

// The definition: one bit after the other through a shift register.
std::uint64_t naive(const crc_parameters& p, bytes_view bytes) {
  const std::uint64_t mask = ~std::uint64_t{0} >> (64 - p.width);
  const auto turned = [](std::uint64_t value, unsigned width) {
    std::uint64_t result = 0;
    for (unsigned bit = 0; bit < width; ++bit) result = (result << 1) | ((value >> bit) & 1);
    return result;
  };
  std::uint64_t state = p.initial;
  for (const std::byte byte : bytes) {
    auto value = std::to_integer<std::uint64_t>(byte);
    if (p.reflect_in) value = turned(value, 8);
    for (int bit = 7; bit >= 0; --bit) {
      const bool out = ((state >> (p.width - 1)) & 1) != ((value >> bit) & 1);
      state = ((state << 1) ^ (out ? p.polynomial : 0)) & mask;
    }
  }
  return (p.reflect_out ? turned(state, p.width) : state) ^ p.final_xor;
}

TEST(Crc, TheCataloguesCheckValues) {
  for (const named& entry : catalogue) {
    EXPECT_EQ(crc_algorithm(entry.parameters).compute("123456789"_bytes), entry.check) << std::hex << entry.check;
    EXPECT_EQ(naive(entry.parameters, "123456789"_bytes), entry.check) << std::hex << entry.check;
  }
  EXPECT_EQ(crc32("123456789"_bytes), 0xcbf43926u);
  EXPECT_EQ(crc32c("123456789"_bytes), 0xe3069283u);
}

TEST(Crc, AnyParametersGiveWhatTheShiftRegisterGives) {
  std::mt19937_64 random(13);
  for (int round = 0; round < 400; ++round) {
    const auto width = static_cast<unsigned>(8 + random() % 57);
    const std::uint64_t mask = ~std::uint64_t{0} >> (64 - width);
    const crc_parameters parameters{
        width, random() & mask, random() & mask, random() % 2 == 0, random() % 2 == 0, random() & mask};
    std::vector<std::byte> bytes(random() % 600);
    for (std::byte& value : bytes) value = static_cast<std::byte>(random());
    const std::uint64_t expected = naive(parameters, bytes);
    const crc_algorithm algorithm(parameters);
    ASSERT_EQ(algorithm.compute(bytes), expected) << width;

    crc parts(algorithm);
    for (bytes_view rest = bytes; !rest.empty();) {
      const std::size_t part = std::min<std::size_t>(rest.size(), random() % 300);
      parts.update(rest.first(part));
      rest = rest.subspan(part);
    }
    ASSERT_EQ(parts.value(), expected) << width;
    parts.reset();
    parts.update(bytes);
    ASSERT_EQ(parts.value(), expected) << width;
  }
}

TEST(Crc, TheConvenientOnesResume) {
  EXPECT_EQ(crc32("56789"_bytes, crc32("1234"_bytes)), 0xcbf43926u);
  EXPECT_EQ(crc32c("56789"_bytes, crc32c("1234"_bytes)), 0xe3069283u);
  EXPECT_EQ(crc32({}), 0u);
  EXPECT_EQ(crc32({}, 77), 77u);
}

TEST(Crc, ImpossibleParametersAreRefused) {
  EXPECT_THROW(crc_algorithm({7, 0x09, 0, false, false, 0}), std::invalid_argument);
  EXPECT_THROW(crc_algorithm({65, 0x09, 0, false, false, 0}), std::invalid_argument);
  EXPECT_THROW(crc_algorithm({16, 0x10000, 0, false, false, 0}), std::invalid_argument);
  EXPECT_THROW(crc_algorithm({16, 0x1021, 0x10000, false, false, 0}), std::invalid_argument);
  EXPECT_THROW(crc_algorithm({16, 0x1021, 0, false, false, 0x10000}), std::invalid_argument);
}

TEST(Crc, TablesCanBeMadeByTheCompiler) {
  static constexpr crc_algorithm modbus(crc_16_modbus);
  static_assert(modbus.parameters() == crc_16_modbus);
  EXPECT_EQ(modbus.compute("123456789"_bytes), 0x4b37u);
}

}  // namespace crc_values
