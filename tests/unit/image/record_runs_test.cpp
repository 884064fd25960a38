// SPDX-License-Identifier: Apache-2.0
#include "image/record_runs.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace memosaic::record_runs_test {

using image_core::record_kernels;
using image_core::record_kernels_for;
using image_core::record_shape;
using image_core::run_slack;
using image_core::scalar_record_kernels;

record_shape random_shape(std::mt19937_64& numbers) {
  record_shape shape;
  shape.lead = numbers() % 2 == 0 ? ":" : "S3";
  shape.end = numbers() % 2 == 0 ? "\n" : "\r\n";
  shape.header = 1 + numbers() % 8;
  shape.data = 1 + numbers() % (numbers() % 4 == 0 ? 255 : 40);
  shape.first = numbers() >> (64 - 8 * shape.header + 1);
  shape.step = numbers() % 3;
  shape.sum = static_cast<std::uint8_t>(numbers());
  return shape;
}

std::vector<std::byte> random_bytes(std::mt19937_64& numbers, std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::byte& each : bytes) each = static_cast<std::byte>(numbers());
  return bytes;
}

std::string encoded(const record_kernels& kernels, const record_shape& shape, const std::vector<std::byte>& bytes) {
  const std::size_t count = bytes.size() / shape.data;
  std::string text(count * shape.stride() + run_slack, '?');
  const std::vector<std::byte> exact = bytes;  // so that reading beyond it shows
  kernels.encode_run(shape, exact.data(), count, text.data());
  text.resize(count * shape.stride());
  return text;
}

TEST(RecordRuns, EveryLevelWritesWhatTheScalarOneWrites) {
  std::mt19937_64 numbers(1);
  for (int round = 0; round < 300; ++round) {
    const auto shape = random_shape(numbers);
    const auto bytes = random_bytes(numbers, shape.data * (numbers() % 20));
    const auto expected = encoded(scalar_record_kernels, shape, bytes);
    for (const auto level : available_simd_levels()) {
      ASSERT_EQ(encoded(record_kernels_for(level), shape, bytes), expected);
    }
  }
}

TEST(RecordRuns, ReadingGivesTheBytesBackAndStopsAtWhatIsWrong) {
  std::mt19937_64 numbers(2);
  for (int round = 0; round < 500; ++round) {
    const auto shape = random_shape(numbers);
    const std::size_t count = 1 + numbers() % 20;
    const auto bytes = random_bytes(numbers, shape.data * count);
    std::string text = encoded(scalar_record_kernels, shape, bytes);
    std::size_t right = count;
    if (numbers() % 2 == 0) {  // a digit of either case stays right; anything else does not
      const auto at = numbers() % text.size();
      const char before = text[at];
      text[at] = numbers() % 3 == 0 ? text[numbers() % text.size()] : static_cast<char>(numbers());
      const bool same = before == text[at] || (before >= 'A' && before <= 'F' && text[at] == (before | 0x20));
      if (!same) right = at / shape.stride();
    }
    for (const auto level : available_simd_levels()) {
      std::vector<std::byte> read(bytes.size() + run_slack);
      const auto found = record_kernels_for(level).decode_run(shape, text.data(), text.size(), count, read.data());
      ASSERT_LE(found, right);
      // The last records are too close to the end for vectors.
      const bool scalar = level == simd_level::scalar;
      ASSERT_TRUE(found == right || (!scalar && (found + 1) * shape.stride() + 2 * run_slack > text.size()));
      ASSERT_TRUE(
          std::equal(read.begin(), read.begin() + static_cast<std::ptrdiff_t>(found * shape.data), bytes.begin()));
    }
  }
}

TEST(RecordRuns, AtMostAsManyAsAskedForAreRead) {
  const record_shape shape{.lead = ":", .header = 4, .data = 16, .end = "\n", .first = 0x10000000, .step = 0x1000};
  std::mt19937_64 numbers(3);
  const auto text = encoded(scalar_record_kernels, shape, random_bytes(numbers, 16 * 40));
  for (const auto level : available_simd_levels()) {
    std::vector<std::byte> read(16 * 40 + run_slack);
    EXPECT_EQ(record_kernels_for(level).decode_run(shape, text.data(), text.size(), 30, read.data()), 30U);
  }
}

}  // namespace memosaic::record_runs_test
