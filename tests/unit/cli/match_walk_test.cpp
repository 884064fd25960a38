// SPDX-License-Identifier: Apache-2.0
#include "cli/match_walk.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <vector>

#include "cli/memory_budget.hpp"
#include "memosaic/bytes/find_all.hpp"
#include "memosaic/file/mapping.hpp"
#include "support/temporary_file.hpp"

namespace match_walk_test {
using namespace memosaic;
using cli::input;
using cli::search_request;

// Half a window, under the least budget.
constexpr std::size_t border = std::size_t{512} << 10U;
constexpr std::size_t size = 4 * border + 1000;

window_pool small_windows() { return window_pool(cli::scan_options(cli::least_budget, 1)); }

struct collector : cli::match_listener {
  std::vector<std::size_t> found;
  bool match(std::uint64_t offset) override {
    found.push_back(offset);
    return true;
  }
};

// The walk in pieces is the library's walk over the whole.
std::vector<std::size_t> expected(bytes_view whole, const input& source, const search_request& request,
                                  search_from from) {
  search_range where;
  where.start = source.origin();
  where.step = request.step;
  where.origin = request.origin.value_or(source.origin());
  std::vector<std::size_t> all;
  for (const std::size_t at : find_all(whole, request.needle, request.overlapping, from, where)) all.push_back(at);
  return all;
}

TEST(MatchWalk, PiecesMakeNoDifference) {
  std::mt19937_64 random(41);
  test::temporary_file stored;
  // Mostly a hole; what can match lies around the borders between pieces, wherever a walk may put them.
  for (const std::size_t middle :
       {border, 2 * border, 3 * border, 4 * border, size - border, size - 2 * border + 200}) {
    std::vector<std::byte> bytes(160);
    for (auto& byte : bytes) byte = static_cast<std::byte>(random() % 2);
    stored.write_at(middle - 80, bytes);
  }
  std::filesystem::resize_file(stored.path(), size);
  const mapping whole{file(stored.path())};
  cli::progress silent(false, "test", std::nullopt);
  window_pool windows = small_windows();
  for (int i = 0; i < 60; ++i) {
    std::vector<std::byte> needle(1 + random() % 5, std::byte{1});
    for (std::size_t at = 1; at < needle.size(); ++at) needle[at] = static_cast<std::byte>(random() % 2);
    search_request request;
    request.needle = needle;
    request.overlapping = random() % 2 == 0 ? overlap::yes : overlap::no;
    if (random() % 2 == 0) request.step = 1 + random() % 4;
    if (random() % 2 == 0) request.origin = random() % 9;
    input source(stored.path(), windows);
    ASSERT_EQ(source.piece(), border);
    if (random() % 2 == 0) source.narrow({random() % 200, std::nullopt});
    collector forward;
    cli::walk_forward(source, request, silent, forward);
    ASSERT_EQ(forward.found, expected(whole.bytes(), source, request, search_from::front));
    ASSERT_FALSE(forward.found.empty());
    EXPECT_EQ(cli::count_matches(source, request, silent), forward.found.size());
    collector backward;
    cli::walk_backward(source, request, silent, backward);
    ASSERT_EQ(backward.found, expected(whole.bytes(), source, request, search_from::back));
  }
}

TEST(MatchWalk, ANeedleMayBeLongerThanAPiece) {
  test::temporary_file stored;
  const std::byte one{1};
  for (const std::size_t at : {std::size_t{100}, border + 107}) stored.write_at(at, {&one, 1});
  std::filesystem::resize_file(stored.path(), size);
  std::vector<std::byte> needle(border + 8, std::byte{0});
  needle.front() = needle.back() = one;
  search_request request;
  request.needle = needle;
  window_pool windows = small_windows();
  input source(stored.path(), windows);
  cli::progress silent(false, "test", std::nullopt);
  collector forward;
  cli::walk_forward(source, request, silent, forward);
  EXPECT_EQ(forward.found, std::vector<std::size_t>{100});
  collector backward;
  cli::walk_backward(source, request, silent, backward);
  EXPECT_EQ(backward.found, std::vector<std::size_t>{100});
}

}  // namespace match_walk_test
