// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/image_checksum.hpp"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

namespace memosaic::image_checksum_test {

using namespace memosaic::literals;

image_memory digits() { return image_memory::from_bytes("123456789"_bytes, 0x100); }

TEST(ImageChecksum, EveryNameComputesWhatItSays) {
  std::set<std::string_view> names;
  for (const image_checksum_facts& each : image_checksums()) {
    EXPECT_TRUE(names.insert(each.name).second) << each.name;
    EXPECT_EQ(image_checksum_named(each.name), &each);
    const uint128 value = image_checksum(digits(), {.algorithm = std::string(each.name)});
    EXPECT_TRUE(each.size == 16 || value >> (8 * each.size) == 0) << each.name;
  }
  const auto value = [](const char* name) {
    return static_cast<std::uint64_t>(image_checksum(digits(), {.algorithm = name}));
  };
  EXPECT_EQ(value("crc32"), 0xcbf43926U);
  EXPECT_EQ(value("crc-16-modbus"), 0x4b37U);
  EXPECT_EQ(value("crc-64-xz"), 0x995dc9bbdf1939faU);
  EXPECT_EQ(value("sum8"), 0xddU);
  EXPECT_EQ(value("sum16"), 0x1ddU);
  EXPECT_EQ(value("sum8-inverted"), 0x22U);
  EXPECT_EQ(value("sum8-negative"), 0x23U);
  EXPECT_EQ(value("sum32-negative"), 0xfffffe23U);
  EXPECT_EQ(value("adler32"), 0x091e01deU);
  EXPECT_EQ(value("fletcher16"), 0x1edeU);
  EXPECT_EQ(image_checksum_named("md5"), nullptr);
  EXPECT_THROW(static_cast<void>(image_checksum(digits(), {.algorithm = "md5"})), std::invalid_argument);
}

TEST(ImageChecksum, IsWrittenInEitherByteOrder) {
  image_memory memory = digits();
  EXPECT_EQ(static_cast<std::uint64_t>(store_image_checksum(memory, {.target = 0x200})), 0xcbf43926U);
  EXPECT_EQ(load<std::uint32_t>(memory, 0x200, std::endian::little), 0xcbf43926U);
  memory = digits();
  store_image_checksum(memory, {.algorithm = "crc-24-openpgp", .target = -4, .order = std::endian::big});
  EXPECT_EQ(memory.to_bytes({-4, -1}), image_memory::from_bytes("\x21\xcf\x02"_bytes).to_bytes({0, 3}));
}

TEST(ImageChecksum, LeavesOutItsOwnPlace) {
  image_memory memory = image_memory::from_bytes("1234....56789"_bytes, 0x100);
  store_image_checksum(memory, {.target = 0x104});
  EXPECT_EQ(load<std::uint32_t>(memory, 0x104, std::endian::little), 0xcbf43926U);
  store_image_checksum(memory, {.target = 0x104});  // again: nothing changes
  EXPECT_EQ(load<std::uint32_t>(memory, 0x104, std::endian::little), 0xcbf43926U);
  memory.clear({0x104, 0x108});  // and a hole there is no hole to be refused
  store_image_checksum(memory, {.target = 0x104});
  EXPECT_EQ(load<std::uint32_t>(memory, 0x104, std::endian::little), 0xcbf43926U);
}

TEST(ImageChecksum, HolesGoByTheRule) {
  image_memory memory = image_memory::from_bytes("1234"_bytes, 0x100);
  memory.write(0x110, "56789"_bytes);
  const image_memory before = memory.snapshot();
  EXPECT_THROW(store_image_checksum(memory, {.target = 0x200}), std::out_of_range);
  EXPECT_EQ(memory, before);
  EXPECT_EQ(static_cast<std::uint64_t>(image_checksum(memory, {.holes = hole_rule::skip()})), 0xcbf43926U);
  const image_checksum_job filled{
      .algorithm = "sum16", .range = image_range{0x104, 0x110}, .holes = hole_rule::fill(std::byte{0xFF})};
  EXPECT_EQ(static_cast<std::uint64_t>(image_checksum(memory, filled)), 12U * 0xFF);
  EXPECT_THROW(store_image_checksum(memory, {.holes = hole_rule::skip()}), std::invalid_argument);
}

TEST(ImageMeasure, CountsItsOwnPlaceUnlessItIsToldNotTo) {
  const auto stored = [](image_measure_job job) {
    image_memory memory = digits();
    const auto value = static_cast<std::uint64_t>(store_image_measure(memory, job));
    EXPECT_EQ(load<std::uint32_t>(memory, job.target, std::endian::little), value);
    return value;
  };
  EXPECT_EQ(stored({.what = image_measure::length, .target = 0x200}), 0x104U);
  EXPECT_EQ(stored({.what = image_measure::length, .target = 0x200, .target_counts = false}), 9U);
  EXPECT_EQ(stored({.what = image_measure::minimum, .target = 0x20}), 0x20U);
  EXPECT_EQ(stored({.what = image_measure::minimum, .target = 0x20, .target_counts = false}), 0x100U);
  EXPECT_EQ(stored({.what = image_measure::maximum, .target = 0x20}), 0x109U);
}

TEST(ImageMeasure, WhatDoesNotFitIsRefused) {
  image_memory memory = digits();
  const image_memory before = memory.snapshot();
  EXPECT_THROW(store_image_measure(memory, {.what = image_measure::maximum, .target = 0, .size = 1}),
               std::invalid_argument);
  EXPECT_THROW(store_image_measure(memory, {.what = image_measure::minimum, .target = -8}), std::invalid_argument);
  EXPECT_THROW(store_image_measure(memory, {.size = 3}), std::invalid_argument);
  EXPECT_EQ(memory, before);
  image_memory empty;
  EXPECT_THROW(store_image_measure(empty, {.target_counts = false}), std::invalid_argument);
}

}  // namespace memosaic::image_checksum_test
