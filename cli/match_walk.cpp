// SPDX-License-Identifier: Apache-2.0
#include "cli/match_walk.hpp"

#include <algorithm>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/find_all.hpp"
#include "memosaic/bytes/segment_searcher.hpp"

namespace memosaic::cli {
namespace {

// The places that match in a run of bytes that begins at `offset`: those `origin + k * step` of the file.
search_range aligned_range(const input& source, const search_request& request, std::uint64_t offset) {
  const std::uint64_t origin = request.origin.value_or(source.origin()) % request.step;
  const std::uint64_t start = offset % request.step;
  const std::uint64_t first = origin >= start ? origin - start : request.step - (start - origin);
  return {0, npos, static_cast<std::size_t>(request.step), static_cast<std::size_t>(first)};
}

// How far one match keeps the next away.
std::size_t stride(const search_request& request) {
  return request.overlapping == overlap::yes ? 1 : request.needle.size();
}

// The bytes that are searched from `offset` on; pieces must be longer than what they share.
bytes_view piece_at(input& source, const search_request& request, std::uint64_t offset) {
  const std::uint64_t least =
      std::min<std::uint64_t>(piece_size(source, request.needle.size()), source.stop() - offset);
  return source.at(offset, static_cast<std::size_t>(least));
}

// Calls `search(bytes, offset, where)` for each piece: matches that start before what the next one begins with lie
// wholly in it. It returns where the search goes on, at the earliest.
template <typename Search>
void for_each_piece(input& source, const search_request& request, progress& shown, const Search& search) {
  const std::size_t shared = request.needle.size() - 1;
  std::uint64_t at = source.origin();
  while (at < source.stop() && source.stop() - at > shared) {
    const bytes_view bytes = piece_at(source, request, at);
    const std::uint64_t next = at + (bytes.size() - shared);
    const std::optional<std::uint64_t> further = search(bytes, at, aligned_range(source, request, at));
    if (!further) return;
    at = std::max(next, *further);
    shown.advance(at - source.origin());
  }
}

}  // namespace

std::size_t piece_size(const input& source, std::size_t needle_size) {
  return std::max(source.piece(), multiply_sizes(needle_size, 2));
}

void walk_forward(input& source, const search_request& request, progress& shown, match_listener& listener) {
  for_each_piece(
      source, request, shown,
      [&](bytes_view bytes, std::uint64_t offset, const search_range& where) -> std::optional<std::uint64_t> {
        std::uint64_t next = offset;
        for (const std::size_t at : find_all(bytes, request.needle, request.overlapping, search_from::front, where)) {
          if (!listener.match(offset + at)) return std::nullopt;
          next = offset + at + stride(request);  // at most the end of the bytes
        }
        return next;
      });
}

void walk_backward(input& source, const search_request& request, progress& shown, match_listener& listener) {
  const std::uint64_t origin = source.origin();
  std::uint64_t stop = source.stop();
  while (stop - origin >= request.needle.size()) {
    const auto size =
        static_cast<std::size_t>(std::min<std::uint64_t>(piece_size(source, request.needle.size()), stop - origin));
    const std::uint64_t start = stop - size;
    const bytes_view bytes = source.at(start, size).first(size);
    std::uint64_t free_stop = stop;
    for (const std::size_t at : find_all(bytes, request.needle, request.overlapping, search_from::back,
                                         aligned_range(source, request, start))) {
      if (!listener.match(start + at)) return;
      if (request.overlapping == overlap::no) free_stop = start + at;
    }
    if (start == origin) return;
    // Matches that start before the piece may end inside it.
    stop = std::min(free_stop, start + (request.needle.size() - 1));
    shown.advance(source.stop() - stop);
  }
}

void walk_stream(input& source, const search_request& request, progress& shown, match_listener& listener) {
  segment_searcher search(request.needle, {.overlapping = request.overlapping,
                                           .at = source.origin(),
                                           .step = request.step,
                                           .origin = request.origin.value_or(source.origin())});
  for (bytes_view piece = source.next(); !piece.empty(); piece = source.next()) {
    listener.piece(piece);
    search.feed(piece);
    while (const auto at = search.next()) {
      if (!listener.match(*at)) return;
    }
    listener.piece_done();
    shown.advance(search.fed());
  }
}

std::uint64_t count_matches(input& source, const search_request& request, progress& shown) {
  struct counter : match_listener {
    std::uint64_t count = 0;
    bool match(std::uint64_t) override {
      ++count;
      return true;
    }
  };
  if (stride(request) > 1) {
    counter each;
    walk_forward(source, request, shown, each);
    return each.count;
  }
  // No match keeps another away: what starts in each piece is counted by itself.
  std::uint64_t found = 0;
  for_each_piece(
      source, request, shown,
      [&](bytes_view bytes, std::uint64_t offset, const search_range& where) -> std::optional<std::uint64_t> {
        found += count(bytes, request.needle, overlap::yes, where);
        return offset;
      });
  return found;
}

}  // namespace memosaic::cli
