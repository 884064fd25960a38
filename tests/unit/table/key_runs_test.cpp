// SPDX-License-Identifier: Apache-2.0
#include "table/key_runs.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <vector>

#include "memosaic/error.hpp"

namespace memosaic::key_runs_test {

using namespace memosaic::table_core;

struct made_runs {
  std::vector<std::byte> bytes;
  std::uint64_t total = 0;
};

made_runs runs_of(const std::vector<std::uint64_t>& lengths, unsigned bits, unsigned shift) {
  key_runs_writer writer(bits, shift);
  std::vector<std::byte> lines;
  for (const std::uint64_t length : lengths) {
    writer.add(length);
    const auto some = writer.drain();
    lines.insert(lines.end(), some.begin(), some.end());
  }
  writer.finish();
  const auto header = writer.header();
  lines.insert(lines.begin(), header.begin(), header.end());
  made_runs made{std::move(lines), writer.total()};
  const auto rest = writer.drain();
  made.bytes.insert(made.bytes.end(), rest.begin(), rest.end());
  made.bytes.insert(made.bytes.end(), writer.wide_lines().begin(), writer.wide_lines().end());
  return made;
}

/// The model: a running sum.
void agrees(const std::vector<std::uint64_t>& lengths, unsigned bits, unsigned shift) {
  const auto made = runs_of(lengths, bits, shift);
  const key_section section{made.bytes, "t", 0};
  const key_runs runs(section, lengths.size(), made.total, shift);
  runs.verify(section);
  std::uint64_t start = 0;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    ASSERT_EQ(runs[i], (run{start << shift, lengths[i] << shift})) << i;
    ASSERT_GE(runs.place(i), made.bytes.data() + 64);
    ASSERT_LE(runs.place(i) + 64, made.bytes.data() + made.bytes.size());
    start += lengths[i];
  }
  ASSERT_EQ(start, made.total);
  ASSERT_FALSE(runs[lengths.size()].found());
  ASSERT_FALSE(runs[no_slot].found());
}

TEST(KeyRuns, AgreeWithARunningSum) {
  const auto property = [] {
    const auto seeds = *rc::gen::arbitrary<std::vector<std::uint32_t>>();
    const unsigned shift = *rc::gen::inRange(0U, 64U);
    std::vector<std::uint64_t> lengths;
    for (const std::uint32_t seed : seeds) {
      for (std::uint32_t k = 0; k < 1 + seed % 40; ++k) {
        const std::uint64_t chosen = std::uint64_t{seed} * 2'654'435'761U * (k + 1);
        lengths.push_back(chosen >> shift);
        if (lengths.back() > std::uint64_t{1} << 45U) lengths.back() %= 1000;
      }
    }
    for (const unsigned bits : {8U, 16U, 32U}) agrees(lengths, bits, shift % 7U);
  };
  rc::detail::TestParams params;
  params.seed = 1;  // the same on every machine
  const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata(), params);
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>()) << text.str();
}

TEST(KeyRuns, BordersOfWidthsAndLines) {
  for (const std::size_t count : {0U, 1U, 13U, 14U, 15U, 27U, 28U, 29U, 55U, 56U, 57U, 112U, 1000U}) {
    for (const std::uint64_t length :
         {0ULL, 1ULL, 255ULL, 256ULL, 65'535ULL, 65'536ULL, 0xffff'ffffULL, 0x1'0000'0000ULL}) {
      for (const unsigned bits : {8U, 16U, 32U}) agrees(std::vector<std::uint64_t>(count, length), bits, 3);
    }
  }
}

TEST(KeyRuns, TheBestWidthTakesLeastSpace) {
  std::mt19937_64 random(3);
  for (const unsigned size_bits : {1U, 7U, 8U, 9U, 12U, 16U, 17U, 33U}) {
    for (const unsigned rare : {1U, 50U, 1000U}) {
      std::vector<std::uint64_t> lengths(5000);
      run_sizes sizes;
      for (auto& length : lengths) {
        length = random() % rare == 0 ? random() >> (64 - size_bits) : random() % 100;
        sizes.add(length);
      }
      const auto best = runs_of(lengths, sizes.best_bits(), 0).bytes.size();
      for (const unsigned bits : {8U, 16U, 32U}) {
        EXPECT_LE(best, runs_of(lengths, bits, 0).bytes.size() * 13 / 10) << size_bits << " " << rare;
      }
    }
  }
}

TEST(KeyRuns, SmallLengthsTakeLittleMoreThanAByte) {
  EXPECT_LT(runs_of(std::vector<std::uint64_t>(100'000, 9), 8, 3).bytes.size(), 114'500U);
}

TEST(KeyRuns, TooLongTogetherIsRefused) {
  key_runs_writer writer(32, 3);
  writer.add(std::uint64_t{1} << 60U);
  EXPECT_THROW(writer.add(1), std::length_error);
  EXPECT_THROW(writer.add(std::numeric_limits<std::uint64_t>::max()), std::length_error);
  EXPECT_EQ(writer.total(), std::uint64_t{1} << 60U);
}

/// Of exactly its size on the heap, so that AddressSanitizer sees what is read outside. Answers whether it is refused.
bool is_refused(bytes_view bytes, std::uint64_t count, std::uint64_t total) {
  const std::unique_ptr<std::byte[]> copy(new std::byte[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), copy.get());
  const key_section section{{copy.get(), bytes.size()}, "t", 0};
  try {
    const key_runs runs(section, count, total, 3);
    for (std::uint64_t number = 0; number < count + 2; ++number) {
      const run found = runs[number];
      EXPECT_TRUE(!found.found() || fits(found.start, found.length, total << 3U));
    }
    runs.verify(section);
  } catch (const format_error&) {
    return true;
  }
  return false;
}

TEST(KeyRuns, EveryFlippedBitAndTruncationIsFound) {
  std::vector<std::uint64_t> lengths(150, 20);
  lengths[70] = 5000;
  lengths[149] = 1'000'000;
  for (const unsigned bits : {8U, 16U}) {
    const auto made = runs_of(lengths, bits, 3);
    ASSERT_FALSE(is_refused(made.bytes, lengths.size(), made.total));
    for (std::size_t bit = 0; bit < made.bytes.size() * 8; ++bit) {
      auto bytes = made.bytes;
      bytes[bit / 8] ^= std::byte{1} << (bit % 8);
      // A border between two wide runs may have been meant.
      const bool is_wide = bit / 8 >= made.bytes.size() - 2 * 8 * (runs_per_line(bits) + 1);
      EXPECT_TRUE(is_refused(bytes, lengths.size(), made.total) || is_wide) << bit;
    }
    for (std::size_t size = 0; size < made.bytes.size(); ++size) {
      EXPECT_TRUE(is_refused(bytes_view(made.bytes).first(size), lengths.size(), made.total)) << size;
    }
  }
}

}  // namespace memosaic::key_runs_test
