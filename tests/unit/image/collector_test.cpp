// SPDX-License-Identifier: Apache-2.0
#include "image/image_collector.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "support/text_bytes.hpp"

namespace memosaic::collector_test {

using namespace memosaic::literals;
using image_core::file_place;
using image_core::image_collector;
using testing::file_of;

constexpr file_place second{20, 2, 1, ":00\x07"};

read_image_options policy(merge_policy overlap, bool lenient = false) {
  return {.name = "a.hex", .lenient = lenient, .overlap = overlap};
}

std::string message_of(image_collector& collector, int128 at, bytes_view bytes) {
  try {
    collector.write(at, bytes, second);
  } catch (const image_error& error) {
    return error.what();
  }
  return "no error";
}

TEST(ImageCollector, RecordsInAnyOrderBecomeOneMemory) {
  image_collector collector({});
  collector.write(4, "efgh"_bytes, {});
  collector.write(8, "ij"_bytes, {});
  collector.write(0, "abcd"_bytes, {});
  collector.write(0x100, "x"_bytes, {});
  const auto result = std::move(collector).finish(image_format::mos);
  EXPECT_EQ(result.format, image_format::mos);
  EXPECT_EQ(text_of(result.content.memory.to_bytes({0, 10})), "abcdefghij");
  EXPECT_EQ(result.content.memory.block_count(), 2U);
  EXPECT_EQ(result.content.memory.content_size(), 11U);
}

TEST(ImageCollector, PoliciesDecideWhatMeets) {
  for (const auto& [overlap, different, same] :
       {std::tuple{merge_policy::error, "a.hex:2:1: overlap: 0x2 is already filled: :00\\x07",
                   "a.hex:2:1: overlap: 0x2 is already filled: :00\\x07"},
        std::tuple{merge_policy::identical, "a.hex:2:1: overlap: 0x3 already holds 0x64, found 0x78: :00\\x07",
                   "no error"},
        std::tuple{merge_policy::keep, "no error", "no error"},
        std::tuple{merge_policy::replace, "no error", "no error"}}) {
    const auto options = policy(overlap);
    image_collector one(options);
    one.write(0, "abcd"_bytes, {});
    EXPECT_EQ(message_of(one, 2, "cxyz"_bytes), different);
    image_collector other(options);
    other.write(0, "abcd"_bytes, {});
    EXPECT_EQ(message_of(other, 2, "cdef"_bytes), same);
  }
}

TEST(ImageCollector, RefusedBytesLeaveTheEarlierOnesAndFillTheHoles) {
  for (const auto overlap : {merge_policy::error, merge_policy::identical, merge_policy::keep, merge_policy::replace}) {
    image_collector collector(policy(overlap, true));
    collector.write(2, "cd"_bytes, {});
    collector.write(6, "g"_bytes, {});
    collector.write(0, "ABCDEFGH"_bytes, second);
    const auto result = std::move(collector).finish(image_format::intel_hex);
    const bool replaced = overlap == merge_policy::replace;
    EXPECT_EQ(text_of(result.content.memory.to_bytes({0, 8})), replaced ? "ABCDEFGH" : "ABcdEFgH");
    EXPECT_EQ(result.problem_count, replaced || overlap == merge_policy::keep ? 0U : 1U);
  }
}

TEST(ImageCollector, SharedBytesAreNotCopiedAndMeetOthersLikewise) {
  const std::string text(100'000, 's');
  image_collector collector(policy(merge_policy::keep));
  collector.write(10, "x"_bytes, {});
  collector.share(0, file_of(text), {});
  const auto result = std::move(collector).finish(image_format::raw);
  EXPECT_EQ(result.content.memory.view({11, 100'000}).data(), bytes_of(text).data() + 11);
  EXPECT_EQ(text_of(result.content.memory.to_bytes({9, 12})), "sxs");
}

TEST(ImageCollector, AStrictReadingThrowsAndALenientOneCounts) {
  image_collector strict(policy(merge_policy::keep));
  EXPECT_THROW(strict.problem(second, "wrong"), image_error);
  auto options = policy(merge_policy::keep, true);
  options.kept_problems = 2;
  image_collector lenient(options);
  for (int i = 0; i < 5; ++i) lenient.problem(second, "wrong");
  EXPECT_THROW(lenient.refuse(second, "no such file"), image_error);
  const auto result = std::move(lenient).finish(image_format::intel_hex);
  EXPECT_EQ(result.problem_count, 5U);
  EXPECT_EQ(result.problems, std::vector<image_problem>(2, {20, 2, 1, ":00\\x07", "wrong"}));
}

TEST(ImageCollector, TheLastAddressIsAnEndOnly) {
  image_collector collector(policy(merge_policy::keep));
  collector.write(highest_stop<int128> - 2, "ab"_bytes, {});
  EXPECT_EQ(message_of(collector, highest_stop<int128> - 1, "bc"_bytes),
            "a.hex:2:1: the bytes end beyond the last address: :00\\x07");
}

TEST(ImageCollector, AnyOrderAndSizeGivesWhatAMemoryGives) {
  std::mt19937_64 numbers(11);
  for (int round = 0; round < 30; ++round) {
    image_collector collector(policy(merge_policy::replace));
    collector.expect(round % 2 == 0 ? 0 : std::size_t{1} << 20);
    image_memory expected;
    int128 at = 0;
    for (int record = 0; record < 200; ++record) {
      if (numbers() % 4 == 0) at = static_cast<int128>(numbers() % 1'000'000);
      std::string bytes(numbers() % 8 == 0 ? numbers() % 100'000 : numbers() % 40, '\0');
      for (char& each : bytes) each = static_cast<char>(numbers());
      collector.write(at, bytes_of(bytes), {});
      expected.write(at, bytes_of(bytes));
      at += static_cast<int128>(bytes.size());
    }
    ASSERT_TRUE(std::move(collector).finish(image_format::raw).content.memory == expected);
  }
}

TEST(ImageCollector, LongRunsAreWrittenWhereTheyStay) {
  image_collector collector({});
  collector.expect(1'000'000);
  const mutable_bytes_view target = collector.place(0, 300'000);
  ASSERT_EQ(target.size(), 300'000U);
  std::fill(target.begin(), target.end(), std::byte{7});
  collector.placed(target.size());
  const auto result = std::move(collector).finish(image_format::raw);
  EXPECT_EQ(result.content.memory.view({0, 300'000}).data(), target.data());
}

}  // namespace memosaic::collector_test
