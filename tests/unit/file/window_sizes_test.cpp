// SPDX-License-Identifier: Apache-2.0
// Files of sizes at which something begins or ends: pages, windows, 4 GiB, a tebibyte.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/file/window_pool.hpp"
#include "os/calls.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::window_sizes {

constexpr std::uint64_t gibi = std::uint64_t{1} << 30;

struct setting {
  window_layout layout;
  window_backing backing;
};

class WindowSizes : public testing::TestWithParam<setting> {
 protected:
  [[nodiscard]] static window_pool_options options(std::uint64_t window) {
    window_pool_options result;
    result.layout = GetParam().layout;
    result.backing = GetParam().backing;
    result.window_size = window;
    return result;
  }
};

INSTANTIATE_TEST_SUITE_P(Settings, WindowSizes,
                         testing::Values(setting{window_layout::grid, window_backing::mapped},
                                         setting{window_layout::grid, window_backing::resident},
                                         setting{window_layout::grid, window_backing::read},
                                         setting{window_layout::grid, window_backing::automatic},
                                         setting{window_layout::exact_fit, window_backing::mapped},
                                         setting{window_layout::exact_fit, window_backing::resident},
                                         setting{window_layout::exact_fit, window_backing::read},
                                         setting{window_layout::whole_file, window_backing::mapped},
                                         setting{window_layout::whole_file, window_backing::resident},
                                         setting{window_layout::whole_file, window_backing::read}));

/// Every run that begins or ends at a border, or beside one.
void read_at_borders(const window_pool_options& options, std::size_t size, std::uint64_t window) {
  const auto content = random_bytes(size, size);
  const temporary_file stored(content);
  window_pool pool(options);
  auto at = pool.open(stored.path());
  ASSERT_EQ(at.file_size(), size);
  std::vector<std::uint64_t> places;
  for (std::uint64_t border = 0; border <= size; border += window / 2) {
    for (const std::uint64_t near : {border - 1, border, border + 1}) {
      if (near <= size) places.push_back(near);
    }
  }
  places.push_back(size - std::min<std::size_t>(size, 1));
  places.push_back(size);
  for (const std::uint64_t start : places) {
    for (const std::uint64_t stop : places) {
      if (stop < start) continue;
      const auto length = static_cast<std::size_t>(stop - start);
      const auto expected = bytes_view(content).subspan(static_cast<std::size_t>(start), length);
      ASSERT_TRUE(equal(at.pin(start, length).bytes(), expected)) << start << " to " << stop << " of " << size;
      const bytes_view got = at.ensure(start, length);
      ASSERT_GE(got.size(), length);
      ASSERT_TRUE(equal(got.first(length), expected)) << start << " to " << stop << " of " << size;
    }
    ASSERT_THROW(static_cast<void>(at.pin(start, size - start + 1)), std::out_of_range);
    ASSERT_THROW(static_cast<void>(at.ensure(start, SIZE_MAX)), std::out_of_range);
    at.use_region(start);
    ASSERT_EQ(at.is_valid(), start < size);
    if (start < size) {
      ASSERT_EQ(at.ofs_begin(), start);
    }
  }
  ASSERT_THROW(static_cast<void>(at[size]), std::out_of_range);
  ASSERT_THROW(static_cast<void>(at[UINT64_MAX]), std::out_of_range);
  ASSERT_THROW(static_cast<void>(at.ensure(size + 1, 0)), std::out_of_range);
}

TEST_P(WindowSizes, AroundPages) {
  const std::size_t page = os::page_size();
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, page - 1, page, page + 1}) {
    read_at_borders(options(2 * page), size, 2 * page);
  }
}

TEST_P(WindowSizes, AroundWindows) {
  const bool is_long =
      GetParam().backing == window_backing::resident || GetParam().backing == window_backing::automatic;
  const std::size_t window = is_long ? std::size_t{2} << 20 : 2 * os::page_size();
  for (const std::size_t size :
       {window - 1, window, window + 1, window + window / 2, 2 * window - 1, 2 * window, 2 * window + 1}) {
    read_at_borders(options(window), size, window);
  }
}

TEST_P(WindowSizes, ATebibyte) {
  constexpr std::uint64_t tebi = 1024 * gibi;
  temporary_file stored;
  try {
    std::filesystem::resize_file(stored.path(), tebi + 5);
  } catch (const std::filesystem::filesystem_error& error) {
    GTEST_SKIP() << "no sparse file of this size here: " << error.code().message();
  }
  const std::vector<std::uint64_t> places{0, 4 * gibi - 3, 4 * gibi + 5, 100 * gibi + 12'345, tebi - 3};
  for (const std::uint64_t place : places) stored.write_at(place, bytes_view(random_bytes(8, place)));
  if (GetParam().layout == window_layout::whole_file && GetParam().backing == window_backing::read) return;
  window_pool pool(options(std::uint64_t{16} << 20));
  auto at = pool.open(stored.path());
  EXPECT_EQ(at.file_size(), tebi + 5);
  for (int round = 0; round < 2; ++round) {
    for (const std::uint64_t place : places) {
      EXPECT_TRUE(equal(at.pin(place, 8).bytes(), bytes_view(random_bytes(8, place)))) << place;
      EXPECT_EQ(at[place + 7], random_bytes(8, place)[7]);
    }
  }
  EXPECT_EQ(at[2 * gibi], std::byte{});
  EXPECT_THROW(static_cast<void>(at.ensure(tebi, 6)), std::out_of_range);
}

/// What a pool needs for a file does not grow with the file.
TEST(WindowHugeFile, SmallWindowsOnAHugeFileCostLittle) {
  temporary_file stored;
  std::uint64_t size = (std::uint64_t{1} << 63) - 1;
  std::error_code refused;
  for (; size > gibi; size /= 2) {
    std::filesystem::resize_file(stored.path(), size, refused);
    if (!refused) break;
  }
  window_pool_options options;
  options.backing = window_backing::mapped;
  options.window_size = 8192;
  window_pool pool(options);
  auto at = pool.open(stored.path());
  EXPECT_EQ(at[size - 1], std::byte{});
  EXPECT_EQ(at[size / 2], std::byte{});
  EXPECT_EQ(at[0], std::byte{});
}

}  // namespace memosaic::test::window_sizes
