// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/find.hpp"

#include <cstdlib>
#include <vector>

#include "bytes/search_kernels.hpp"
#include "memosaic/bytes/find_all.hpp"
#include "memosaic/bytes/searcher.hpp"
#include "memosaic/bytes/segment_searcher.hpp"
#include "support/naive_search.hpp"

// The input is: start, stop, step, origin, two sets of flags, the size of the needle, the length of segments, the
// needle, the haystack. A haystack of few bytes is repeated, so that long ones are tried too.

namespace {

using namespace memosaic;
using namespace memosaic::testing;

void require(bool condition) {
  if (!condition) std::abort();
}

std::vector<std::size_t> by_segments(bytes_view haystack, bytes_view needle, overlap overlapping, search_from from,
                                     const search_range& where, std::size_t segment) {
  const std::size_t stop = std::min(where.stop, haystack.size());
  std::vector<std::size_t> found;
  if (where.start > stop) return found;
  const bool backward = from == search_from::back;
  segment_searcher search(needle, {.overlapping = overlapping,
                                   .from = from,
                                   .at = backward ? stop : where.start,
                                   .step = where.step,
                                   .origin = where.origin == npos ? where.start : where.origin});
  for (bytes_view rest = haystack.subspan(where.start, stop - where.start); !rest.empty();) {
    const std::size_t size = std::min(segment, rest.size());
    search.feed(backward ? rest.last(size) : rest.first(size));
    rest = backward ? rest.first(rest.size() - size) : rest.subspan(size);
    while (const auto at = search.next()) found.push_back(*at);
  }
  return found;
}

void try_level(simd_level level, bytes_view haystack, bytes_view needle) {
  const detail::search_kernels& kernels = detail::search_kernels_for(level);
  const auto all = naive_matches(haystack, needle);
  if (needle.size() > haystack.size()) return;
  for (const bool backward : {false, true}) {
    detail::search_plan plan = detail::plan_search(needle.data(), needle.size());
    std::size_t from = 0;
    for (std::size_t k = 0; k < all.size(); ++k) {
      const std::size_t at =
          (backward ? kernels.next_back : kernels.next)(plan, haystack.data(), haystack.size(), from);
      const std::size_t expected = backward ? haystack.size() - needle.size() - all[all.size() - 1 - k] : all[k];
      require(at == expected);
      from = at + 1;
    }
    require((backward ? kernels.next_back : kernels.next)(plan, haystack.data(), haystack.size(), from) == npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t header = 8;
  if (size < header) return 0;
  const bytes_view input = std::as_bytes(std::span(data, size));
  const std::uint8_t flags = data[4];
  search_range where;
  where.start = data[0];
  if ((flags & 1) != 0) where.stop = data[1];
  where.step = std::size_t{data[2] % 20U} + 1;
  if ((flags & 2) != 0) where.origin = data[3];
  const auto overlapping = (flags & 4) != 0 ? overlap::yes : overlap::no;
  const auto from = (flags & 8) != 0 ? search_from::back : search_from::front;
  const bytes_view rest = input.subspan(header);
  const bytes_view needle = rest.first(std::min<std::size_t>(data[6], rest.size()));
  const bytes_view part = rest.subspan(needle.size());
  std::vector<std::byte> repeated(part.begin(), part.end());
  for (std::size_t k = 0; k < data[5] % 8U && repeated.size() < 4096; ++k) {
    repeated.insert(repeated.end(), part.begin(), part.end());
  }
  const bytes_view haystack = repeated;

  require(find(haystack, needle) == naive_find(haystack, needle));
  require(rfind(haystack, needle) == naive_rfind(haystack, needle));
  require(find(haystack, needle, where) == naive_find(haystack, needle, where));
  require(rfind(haystack, needle, where) == naive_rfind(haystack, needle, where));
  const searcher prepared(needle);
  require(prepared.find(haystack, where) == find(haystack, needle, where));
  require(prepared.rfind(haystack, where) == rfind(haystack, needle, where));
  const auto expected = naive_find_all(haystack, needle, overlapping, from, where);
  std::vector<std::size_t> found;
  for (const std::size_t at : find_all(haystack, needle, overlapping, from, where)) found.push_back(at);
  require(found == expected);
  if (from == search_from::front) require(count(haystack, needle, overlapping, where) == expected.size());
  if (needle.empty()) return 0;
  require(by_segments(haystack, needle, overlapping, from, where, std::size_t{data[7]} + 1) == expected);
  for (const simd_level level : available_simd_levels()) try_level(level, haystack, needle);
  return 0;
}
