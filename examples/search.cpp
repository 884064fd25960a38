// SPDX-License-Identifier: Apache-2.0
// Searching: from either end, aligned, every match, one needle in many places, a stream in pieces.
#include <cstdint>
#include <vector>

#include "memosaic/memosaic.hpp"

#undef NDEBUG
#include <cassert>

int main() {
  using namespace memosaic::literals;
  // [search]
  const auto text = "xABxABxxAB"_bytes;
  assert(memosaic::find(text, "AB"_bytes) == 1);
  assert(memosaic::rfind(text, "AB"_bytes) == 8);
  assert(memosaic::find(text, "AB"_bytes, {.step = 4}) == 4);               // only at 0, 4, 8
  assert(memosaic::rfind(text, "AB"_bytes, {.start = 1, .step = 4}) == 1);  // only at 1, 5, 9: counted from start
  assert(memosaic::find(text, "AB"_bytes, {.start = 2, .stop = 5}) == std::nullopt);  // it would end at 6

  std::vector<std::size_t> places;
  for (const std::size_t at : memosaic::find_all("aaaa"_bytes, "aa"_bytes, memosaic::overlap::yes))
    places.push_back(at);
  assert((places == std::vector<std::size_t>{0, 1, 2}));
  // [search]

  // [stream]
  memosaic::segment_searcher search("cda"_bytes);  // for what arrives in pieces: a pipe, a socket, a chain
  std::vector<std::uint64_t> matches;
  for (const auto piece : {"ab"_bytes, ""_bytes, "c"_bytes, "dab"_bytes}) {
    search.feed(piece);
    while (const auto at = search.next()) matches.push_back(*at);
  }
  assert((matches == std::vector<std::uint64_t>{2}));
  // [stream]

  // [masked]
  const auto wild = memosaic::masked_needle::parse("41 ?? 4?");  // a question mark stands for any digit
  assert(wild.find("xAZBx"_bytes) == 1);
  // [masked]
}
