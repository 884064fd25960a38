// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "memosaic/bytes/crc_catalogue.hpp"

namespace crc_model {

using namespace memosaic;
using namespace memosaic::literals;

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

TEST(CrcModel, TheShiftRegisterGivesTheCataloguesValues) {
  EXPECT_EQ(naive(crc_16_ibm_3740, "123456789"_bytes), 0x29b1u);
  EXPECT_EQ(naive(crc_32_iso_hdlc, "123456789"_bytes), 0xcbf43926u);
  EXPECT_EQ(naive(crc_64_xz, "123456789"_bytes), 0x995dc9bbdf1939fau);
}

TEST(CrcModel, AnyParametersGiveWhatTheShiftRegisterGives) {
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

}  // namespace crc_model
