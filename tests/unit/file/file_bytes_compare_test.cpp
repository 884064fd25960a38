// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <compare>
#include <vector>

#include "memosaic/file/file_bytes.hpp"
#include "support/temporary_file.hpp"
#include "support/window_settings.hpp"

namespace memosaic::test::file_bytes_compare_cases {

class FileBytesCompare : public testing::TestWithParam<window_setting> {};
INSTANTIATE_TEST_SUITE_P(Settings, FileBytesCompare, testing::ValuesIn(tight_window_settings()),
                         [](const auto& setting) { return setting.param.name; });

TEST_P(FileBytesCompare, with_bytes_and_with_another_part_as_runs_of_bytes) {
  const auto content = random_bytes(GetParam().file_size);
  const std::size_t last = content.size() - 1;
  const temporary_file stored(content);
  window_pool pool(GetParam().options);
  file_bytes ours(pool.open(stored.path()));
  struct change {
    std::size_t size;
    std::size_t place;
  };
  for (const auto [size, place] :
       {change{content.size(), npos}, change{content.size(), 0}, change{content.size(), last}, change{last, npos},
        change{last, 50'000}, change{content.size() + 9, npos}, change{content.size() + 9, last}, change{0, npos}}) {
    auto other = content;
    other.resize(size);
    if (place != npos) other[place] ^= std::byte{0x80};
    const temporary_file other_stored(other);
    // At another place in its file, so that the windows of the two do not go together.
    temporary_file shifted;
    shifted.write_at(1234, other);
    file_bytes same_place(pool.open(other_stored.path()));
    file_bytes other_place(pool.open(shifted.path()), size == 0 ? 0 : 1234);
    const auto expected = mismatch(content, other);
    const auto order = compare(content, other);
    EXPECT_EQ(ours.mismatch(other), expected);
    EXPECT_EQ(ours.mismatch(same_place), expected);
    EXPECT_EQ(ours.mismatch(other_place), expected);
    EXPECT_EQ(ours.compare(other), order);
    EXPECT_EQ(ours.compare(other_place), order);
    EXPECT_EQ(other_place.compare(ours), 0 <=> order);
    EXPECT_EQ(ours.equal(other), order == 0);
    EXPECT_EQ(ours.equal(other_place), order == 0);
  }
}

TEST_P(FileBytesCompare, with_itself_and_with_parts_of_the_same_file) {
  const std::vector<std::byte> content(GetParam().file_size, std::byte{7});
  const temporary_file stored(content);
  window_pool pool(GetParam().options);
  file_bytes bytes(pool.open(stored.path()));
  EXPECT_TRUE(bytes.equal(bytes));
  EXPECT_EQ(bytes.compare(bytes), std::strong_ordering::equal);
  file_bytes copy(bytes);
  EXPECT_TRUE(bytes.equal(copy));
  file_bytes behind = bytes.sub(3000);
  EXPECT_EQ(bytes.mismatch(behind), (mismatch_result{mismatch_kind::second_exhausted, content.size() - 3000}));
  EXPECT_EQ(behind.compare(bytes), std::strong_ordering::less);
}

}  // namespace memosaic::test::file_bytes_compare_cases
