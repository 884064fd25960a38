// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/file_bytes.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>
#include <vector>

#include "memosaic/file/window_pool.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::file_bytes_cases {

struct FileBytes : testing::Test {
  std::vector<std::byte> content = random_bytes(50'000);
  temporary_file stored{content};
  window_pool pool;
};

TEST_F(FileBytes, counts_positions_from_the_beginning_of_the_part) {
  file_bytes part(pool.open(stored.path()), 100, 40'000);
  EXPECT_EQ(part.size(), 40'000U);
  EXPECT_EQ(part.offset(), 100U);
  EXPECT_EQ(part[0], content[100]);
  EXPECT_EQ(part.at(39'999), content[40'099]);
  EXPECT_TRUE(equal(part.to_buffer(7, 9).bytes(), bytes_view(content).subspan(107, 2)));
  EXPECT_EQ(part.cursor().file_size(), content.size());
}

TEST_F(FileBytes, has_all_that_follows_if_no_length_is_given) {
  EXPECT_EQ(file_bytes(pool.open(stored.path())).size(), content.size());
  EXPECT_EQ(file_bytes(pool.open(stored.path()), 49'999).size(), 1U);
  EXPECT_TRUE(file_bytes(pool.open(stored.path()), 50'000).empty());
}

TEST_F(FileBytes, refuses_what_is_not_in_the_file) {
  EXPECT_THROW(file_bytes(pool.open(stored.path()), 50'001), std::out_of_range);
  EXPECT_THROW(file_bytes(pool.open(stored.path()), 1, 50'000), std::out_of_range);
  EXPECT_THROW(file_bytes(pool.open(stored.path()), 2, npos - 1), std::out_of_range);
  EXPECT_THROW(file_bytes{cursor()}, std::logic_error);
}

TEST_F(FileBytes, refuses_positions_outside_the_part) {
  file_bytes part(pool.open(stored.path()), 100, 1000);
  EXPECT_EQ(part[999], content[1099]);  // the window shows more than the part
  EXPECT_THROW(static_cast<void>(part[1000]), std::out_of_range);
  EXPECT_THROW(static_cast<void>(part.at(npos)), std::out_of_range);
  EXPECT_THROW(static_cast<void>(part.at(npos - 99)), std::out_of_range);  // before the part, in the window
  EXPECT_THROW(static_cast<void>(part.view_of(5, 4)), std::out_of_range);
  EXPECT_THROW(static_cast<void>(part.view_of(0, 1001)), std::out_of_range);
  EXPECT_THROW(static_cast<void>(part.chain_of(1001)), std::out_of_range);
  EXPECT_THROW(static_cast<void>(part.chunks(5, 4)), std::out_of_range);
  EXPECT_THROW(static_cast<void>(part.sub(npos - 1)), std::out_of_range);
  EXPECT_THROW(static_cast<void>(part.to_buffer(0, 1001)), std::out_of_range);
  EXPECT_THROW(part.write_to(-1, npos - 1), std::out_of_range);
  std::vector<std::byte> target(10);
  EXPECT_THROW(part.copy_to(991, target), std::out_of_range);
  EXPECT_THROW(part.copy_to(npos, target), std::out_of_range);
}

TEST_F(FileBytes, parts_of_parts_are_independent) {
  file_bytes part(pool.open(stored.path()), 100, 1000);
  file_bytes inner = part.sub(10, 20);
  EXPECT_EQ(part[10], content[110]);
  EXPECT_EQ(inner.offset(), 110U);
  EXPECT_EQ(inner.size(), 10U);
  EXPECT_EQ(inner[0], content[110]);
  EXPECT_THROW(static_cast<void>(inner[10]), std::out_of_range);
  EXPECT_TRUE(part.sub(1000).empty());
}

TEST_F(FileBytes, copies_have_a_position_of_their_own_and_moves_leave_nothing) {
  file_bytes part(pool.open(stored.path()), 100, 1000);
  EXPECT_EQ(part[5], content[105]);
  file_bytes copy(part);
  file_bytes moved(std::move(part));
  EXPECT_TRUE(part.empty());  // NOLINT: that moves leave it empty is what is tested
  EXPECT_THROW(static_cast<void>(part[0]), std::out_of_range);
  EXPECT_FALSE(part.cursor().is_associated());
  EXPECT_EQ(copy[5], content[105]);
  EXPECT_EQ(moved[6], content[106]);
  moved = copy;
  copy = file_bytes();
  EXPECT_EQ(moved[7], content[107]);
  EXPECT_FALSE(copy.cursor().is_associated());
}

TEST_F(FileBytes, nothing_is_a_valid_sequence) {
  const temporary_file hollow;
  for (file_bytes nothing : {file_bytes(), file_bytes(pool.open(hollow.path()))}) {
    EXPECT_TRUE(nothing.empty());
    EXPECT_TRUE(nothing.begin() == nothing.end());
    EXPECT_TRUE(nothing.view_of().empty());
    EXPECT_TRUE(nothing.chain_of().empty());
    EXPECT_TRUE(nothing.to_buffer().empty());
    for (const window& part : nothing.chunks()) ADD_FAILURE() << part.size();
    EXPECT_EQ(nothing.find(random_bytes(1)), std::nullopt);
    EXPECT_EQ(nothing.find({}), 0U);
    EXPECT_EQ(nothing.count({}), 1U);
    EXPECT_TRUE(nothing.equal(bytes_view()));
    EXPECT_EQ(nothing.write_to(-1), io_progress());
    nothing.check();
  }
}

}  // namespace memosaic::test::file_bytes_cases
