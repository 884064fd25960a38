// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <vector>

#include "memosaic/bytes/copy.hpp"
#include "memosaic/file/file_bytes.hpp"
#include "support/temporary_file.hpp"
#include "support/window_settings.hpp"

namespace memosaic::test::file_bytes_search_cases {
using namespace memosaic::literals;

class FileBytesSearch : public testing::TestWithParam<window_setting> {
 protected:
  /// Zeros, and a needle at the end, at the beginning and across each border that a window may have.
  FileBytesSearch() : content(GetParam().file_size), pool(GetParam().options) {
    copy_to(needle, content);
    for (std::size_t border = 4096; border + 4096 < content.size(); border += 4096) {
      places.push_back(border - 1 - border / 4096 % (needle.size() - 2));
      copy_to(needle, content, places.back());
    }
    places.push_back(content.size() - needle.size());
    copy_to(needle, content, places.back());
    stored.write_at(0, content);
    bytes = file_bytes(pool.open(stored.path()));
  }

  const bytes_view needle = "needle"_bytes;
  std::vector<std::byte> content;
  std::vector<std::uint64_t> places{0};
  temporary_file stored;
  window_pool pool;
  file_bytes bytes;
};
INSTANTIATE_TEST_SUITE_P(Settings, FileBytesSearch, testing::ValuesIn(tight_window_settings()),
                         [](const auto& setting) { return setting.param.name; });

TEST_P(FileBytesSearch, finds_across_borders) {
  std::vector<std::uint64_t> found;
  for (const std::uint64_t at : bytes.find_all(needle)) found.push_back(at);
  EXPECT_EQ(found, places);
  found.clear();
  for (const std::uint64_t at : bytes.find_all(needle, overlap::no, search_from::back)) found.push_back(at);
  EXPECT_EQ(found, std::vector<std::uint64_t>(places.rbegin(), places.rend()));
  EXPECT_EQ(bytes.count(needle), places.size());
  EXPECT_EQ(bytes.count("n"_bytes), places.size());
  EXPECT_EQ(bytes.count("e"_bytes), 3 * places.size());
  EXPECT_EQ(bytes.find(needle, {.start = 1}), places[1]);
  EXPECT_EQ(bytes.rfind(needle, {.stop = content.size() - 1}), places[places.size() - 2]);
  EXPECT_EQ(bytes.find(needle, {.start = places[1] + 1, .stop = places[2] + 5}), std::nullopt);
  EXPECT_EQ(bytes.find(needle, {.start = places[1] + 1, .stop = places[2] + 6}), places[2]);
}

TEST_P(FileBytesSearch, keeps_to_the_part) {
  file_bytes part = bytes.sub(1, content.size() - 1);
  EXPECT_EQ(part.count(needle), places.size() - 2);
  EXPECT_EQ(part.find(needle), places[1] - 1);
  EXPECT_EQ(part.rfind(needle), places[places.size() - 2] - 1);
}

TEST_P(FileBytesSearch, keeps_to_the_step) {
  for (const std::size_t step : {2U, 7U, 4096U}) {
    for (const search_range where : {search_range{.start = 3, .step = step},
                                     search_range{.start = 5000, .stop = 90'000, .step = step, .origin = 1}}) {
      EXPECT_EQ(bytes.find(needle, where), find(content, needle, where));
      EXPECT_EQ(bytes.rfind(needle, where), rfind(content, needle, where));
      EXPECT_EQ(bytes.count(needle, overlap::no, where), count(content, needle, overlap::no, where));
      EXPECT_EQ(bytes.count("e"_bytes, overlap::no, where), count(content, "e"_bytes, overlap::no, where));
      EXPECT_EQ(bytes.count({}, overlap::no, where), count(content, {}, overlap::no, where));
    }
  }
  EXPECT_THROW(static_cast<void>(bytes.find(needle, {.step = 0})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(bytes.count(needle, overlap::no, {.step = 0})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(bytes.find_all(needle, overlap::no, search_from::front, {.step = 0})),
               std::invalid_argument);
}

TEST_P(FileBytesSearch, a_start_beyond_the_end_is_absence) {
  EXPECT_EQ(bytes.find(needle, {.start = content.size() + 1}), std::nullopt);
  EXPECT_EQ(bytes.find({}, {.start = content.size() + 1}), std::nullopt);
  EXPECT_EQ(bytes.rfind(needle, {.start = 10, .stop = 9}), std::nullopt);
  EXPECT_EQ(bytes.count(needle, overlap::no, {.start = npos}), 0U);
  EXPECT_TRUE(bytes.find_all(needle, overlap::no, search_from::front, {.start = npos}).begin() ==
              std::default_sentinel);
}

TEST_P(FileBytesSearch, an_empty_needle_lies_everywhere) {
  EXPECT_EQ(bytes.find({}, {.start = 77}), 77U);
  EXPECT_EQ(bytes.rfind({}), content.size());
  EXPECT_EQ(bytes.count({}), content.size() + 1);
  for (const search_from from : {search_from::front, search_from::back}) {
    std::vector<std::uint64_t> found;
    const search_range where{.start = 10, .stop = 20, .step = 4, .origin = 3};
    for (const std::uint64_t at : bytes.find_all({}, overlap::no, from, where)) found.push_back(at);
    EXPECT_EQ(found, from == search_from::front ? (std::vector<std::uint64_t>{11, 15, 19})
                                                : (std::vector<std::uint64_t>{19, 15, 11}));
  }
}

TEST_P(FileBytesSearch, a_match_stays_where_it_is_while_the_part_is_read_elsewhere) {
  auto all = bytes.find_all(needle);
  std::size_t number = 0;
  for (auto at = all.begin(); at != all.end(); ++at, ++number) {
    ASSERT_EQ(*at, places[number]);
    ASSERT_EQ(bytes[content.size() - 1 - *at], content[content.size() - 1 - *at]);
    auto moved = std::move(at);
    at = std::move(moved);
  }
  EXPECT_EQ(number, places.size());
}

}  // namespace memosaic::test::file_bytes_search_cases
