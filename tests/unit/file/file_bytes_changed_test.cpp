// SPDX-License-Identifier: Apache-2.0
// What becomes of a part of a file that is truncated while windows show it.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "memosaic/error.hpp"
#include "memosaic/file/file_bytes.hpp"
#include "memosaic/file/watch_mappings.hpp"
#include "memosaic/file/window_pool.hpp"
#include "os/calls.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::file_bytes_changed_cases {

constexpr std::byte one{1};
const std::vector<std::byte> just_one{one};

/// Ten pages of ones, of which all is shown by one window.
class FileBytesChanged : public testing::TestWithParam<window_backing> {
 protected:
  FileBytesChanged() {
    EXPECT_TRUE(watch_mappings());
    window_pool_options options;
    options.backing = GetParam();
    pool = window_pool(options);
    bytes = file_bytes(pool.open(stored.path()));
    EXPECT_EQ(bytes.at(10 * page - 1), one);
    EXPECT_EQ(bytes[0], one);
  }
  void truncate(std::uint64_t size) const { std::filesystem::resize_file(stored.path(), size); }

  const std::size_t page = os::page_size();
  temporary_file stored{std::vector<std::byte>(10 * page, one)};
  window_pool pool;
  file_bytes bytes;
};
std::string name_of_backing(const testing::TestParamInfo<window_backing>& each) {
  if (each.param == window_backing::read) return "read";
  return each.param == window_backing::mapped ? "mapped" : "resident";
}
INSTANTIATE_TEST_SUITE_P(Backings, FileBytesChanged,
                         testing::Values(window_backing::resident, window_backing::mapped, window_backing::read),
                         name_of_backing);

/// Whatever reads all of `bytes` throws, each with a cursor that has not met the damage yet.
void everything_throws(const file_bytes& whole) {
  const auto in_full = [&](const auto& operation) {
    file_bytes bytes(whole);
    EXPECT_THROW(operation(bytes), file_changed);
  };
  const std::vector<std::byte> two(static_cast<std::size_t>(whole.size()), one);
  const std::vector<std::byte> absent{std::byte{2}, std::byte{3}};
  in_full([&](file_bytes& bytes) { static_cast<void>(bytes.count(just_one)); });
  in_full([&](file_bytes& bytes) { static_cast<void>(bytes.count(std::vector(2, one))); });
  in_full([&](file_bytes& bytes) { static_cast<void>(bytes.find(absent)); });
  in_full([&](file_bytes& bytes) { static_cast<void>(bytes.rfind(just_one)); });
  in_full([&](file_bytes& bytes) { static_cast<void>(bytes.to_buffer()); });
  in_full([&](file_bytes& bytes) { static_cast<void>(bytes.mismatch(two)); });
  in_full([&](file_bytes& bytes) { static_cast<void>(bytes.equal(two)); });
  in_full([&](file_bytes& bytes) {
    file_bytes other(bytes);
    static_cast<void>(bytes.compare(other));
  });
  in_full([](file_bytes& bytes) {
    for (const window& part : bytes.chunks()) static_cast<void>(count(part.bytes(), just_one));
  });
  in_full([](file_bytes& bytes) {
    for (const std::uint64_t at : bytes.find_all(just_one)) static_cast<void>(at);
  });
  in_full([](file_bytes& bytes) { bytes.check(); });
}

TEST_P(FileBytesChanged, cut_off_altogether) {
  truncate(0);
  everything_throws(bytes);
  EXPECT_THROW(static_cast<void>(bytes.count(just_one)), file_changed);
  EXPECT_THROW(bytes.check(), file_changed);
}

class FileBytesChangedMapped : public FileBytesChanged {};
INSTANTIATE_TEST_SUITE_P(Backings, FileBytesChangedMapped,
                         testing::Values(window_backing::resident, window_backing::mapped), name_of_backing);

TEST_P(FileBytesChangedMapped, the_mark_is_enough_for_a_single_byte) {
  truncate(0);
  EXPECT_EQ(bytes[5], std::byte{0});
  EXPECT_TRUE(bytes.cursor().damaged());
  EXPECT_THROW(static_cast<void>(bytes.at(5)), file_changed);
}

TEST_P(FileBytesChangedMapped, no_match_is_given_that_lies_in_what_was_lost) {
  truncate(0);
  const std::vector<std::byte> zero{std::byte{0}};
  EXPECT_THROW(static_cast<void>(bytes.find_all(zero).begin()), file_changed);
}

TEST_P(FileBytesChanged, both_of_two_files_are_asked_for_their_size) {
  const temporary_file other_stored(std::vector<std::byte>(10 * page, one));
  file_bytes other(pool.open(other_stored.path()));
  EXPECT_TRUE(other.equal(bytes));
  truncate(9 * page + 5);
  EXPECT_THROW(static_cast<void>(other.mismatch(bytes)), file_changed);
  EXPECT_THROW(static_cast<void>(bytes.mismatch(other)), file_changed);
  EXPECT_TRUE(other.sub(0, 100).equal(std::vector<std::byte>(100, one)));
}

TEST_P(FileBytesChanged, cut_off_inside_a_page) {
  const std::uint64_t left = 9 * page + 5;
  truncate(left);
  everything_throws(bytes);
  EXPECT_EQ(bytes.sub(0, left).count(just_one), left);
  if (GetParam() != window_backing::read) {  // what is behind the answer was not looked at
    EXPECT_EQ(bytes.find(just_one), 0U);
    EXPECT_EQ(bytes.find(just_one, {.start = left - 1}), left - 1);
  }
  EXPECT_THROW(static_cast<void>(bytes.find(just_one, {.start = left})), file_changed);
  EXPECT_THROW(static_cast<void>(bytes.mismatch(std::vector<std::byte>(10 * page, one))), file_changed);
  try {
    bytes.check();
    FAIL();
  } catch (const file_changed& changed) {
    EXPECT_EQ(changed.path(), stored.path());
    EXPECT_NE(std::string(changed.what()).find("to " + std::to_string(left) + " bytes"), std::string::npos);
  }
}

TEST_P(FileBytesChanged, cut_off_then_grown_again) {
  truncate(2 * page + 100);
  EXPECT_THROW(static_cast<void>(bytes.count(just_one)), file_changed);
  truncate(10 * page);
  stored.write_at(5 * page, std::vector<std::byte>(page, one));
  if (GetParam() != window_backing::read) {
    EXPECT_THROW(static_cast<void>(bytes.count(just_one)), file_changed);  // its window stays damaged
  }
  file_bytes again(pool.open(stored.path()));
  EXPECT_EQ(again.count(just_one), 3 * page + 100);
  again.check();
  EXPECT_EQ(bytes.refresh(), file_change::same);  // its size is what it was
}

TEST_P(FileBytesChanged, what_is_cut_off_where_nobody_reads_is_no_harm) {
  file_bytes part = bytes.sub(page, 2 * page);
  truncate(2 * page);
  EXPECT_EQ(part.count(just_one), page);
  part.check();
  EXPECT_THROW(bytes.check(), file_changed);
}

TEST(FileBytesLeavesWindows, tested) {
  ASSERT_TRUE(watch_mappings());
  const std::size_t page = os::page_size();
  const temporary_file stored(std::vector<std::byte>(40 * page, one));
  window_pool_options options;
  options.backing = window_backing::mapped;
  options.window_size = 4 * page;
  window_pool pool(options);
  file_bytes bytes(pool.open(stored.path()));
  const auto read_lost_byte = [&] {
    std::filesystem::resize_file(stored.path(), 40 * page);
    bytes = file_bytes(pool.open(stored.path()));
    static_cast<void>(bytes[30 * page]);
    std::filesystem::resize_file(stored.path(), 20 * page);
    EXPECT_EQ(bytes[31 * page], std::byte{0});
  };
  std::vector<std::byte> target(10);
  read_lost_byte();
  EXPECT_THROW(static_cast<void>(bytes[0]), file_changed);
  read_lost_byte();
  EXPECT_THROW(bytes.copy_to(0, target), file_changed);
  read_lost_byte();
  EXPECT_THROW(static_cast<void>(bytes.view_of(0, 10)), file_changed);
  read_lost_byte();
  EXPECT_THROW(static_cast<void>(bytes.chunks(0, 10)), file_changed);
  read_lost_byte();
  EXPECT_THROW(static_cast<void>(bytes.find_all(just_one)), file_changed);
}

}  // namespace memosaic::test::file_bytes_changed_cases
