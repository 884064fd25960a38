// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <vector>

#include "cli/input.hpp"
#include "cli/memory_budget.hpp"
#include "memosaic/error.hpp"
#include "memosaic/file/watch_mappings.hpp"
#include "support/temporary_file.hpp"

namespace input_windows_test {
using namespace memosaic;
using cli::input;

// More than the budget, and no whole number of windows.
constexpr std::size_t size = 2 * cli::least_budget + 4099;

window_pool small_windows() { return window_pool(cli::scan_options(cli::least_budget, 1)); }

TEST(InputWindows, EveryPlaceHasTheBytesOfTheFile) {
  const auto bytes = test::random_bytes(size);
  const test::temporary_file stored(bytes);
  window_pool windows = small_windows();
  std::mt19937_64 random(3);
  for (int round = 0; round < 20; ++round) {
    input source(stored.path(), windows);
    const std::uint64_t start = random() % size;
    ASSERT_TRUE(source.narrow({start, start + random() % size}));
    const std::uint64_t stop = source.stop();
    for (int i = 0; i < 50 && start < stop; ++i) {
      const std::uint64_t at = start + random() % (stop - start);
      const std::size_t least = 1 + random() % std::min<std::uint64_t>(stop - at, 2 * source.piece());
      const bytes_view seen = source.at(at, least);
      ASSERT_GE(seen.size(), least);
      ASSERT_LE(seen.size(), stop - at);
      // What the other window shows is right, and leaves this one in place.
      const std::uint64_t other = start + random() % (stop - start);
      const bytes_view beside = source.beside(other);
      ASSERT_EQ(beside.front(), bytes[other]);
      ASSERT_TRUE(std::equal(seen.begin(), seen.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at)));
    }
  }
  EXPECT_LE(windows.statistics().peak_bytes, cli::least_budget);
}

TEST(InputWindows, PiecesOfAGivenSizeAreExact) {
  const auto bytes = test::random_bytes(size);
  const test::temporary_file stored(bytes);
  window_pool windows = small_windows();
  for (const std::size_t piece : {std::size_t{4099}, std::size_t{512} << 10U}) {
    input source(stored.path(), windows);
    source.narrow_or_refuse({11, std::nullopt});
    std::size_t at = 11;
    for (bytes_view part = source.next_exactly(piece); !part.empty(); part = source.next_exactly(piece)) {
      ASSERT_EQ(part.size(), std::min(piece, size - at));
      ASSERT_TRUE(std::equal(part.begin(), part.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at)));
      at += part.size();
    }
    EXPECT_EQ(at, size);
  }
}

TEST(InputWindows, AFileThatShrinksIsNoticedInTheNextWindowAndAtTheEnd) {
  watch_mappings();
  const auto bytes = test::random_bytes(size);
  const test::temporary_file stored(bytes);
  window_pool windows = small_windows();
  input source(stored.path(), windows);
  EXPECT_EQ(source.at(0).front(), bytes.front());
  source.check_end();
  std::filesystem::resize_file(stored.path(), 5000);
  EXPECT_EQ(source.at(4999).front(), bytes[4999]);
  EXPECT_THROW(source.check_end(), file_changed);
  EXPECT_THROW(static_cast<void>(source.at(size - 1)), file_changed);
}

}  // namespace input_windows_test
