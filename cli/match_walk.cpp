// SPDX-License-Identifier: Apache-2.0
#include "cli/match_walk.hpp"

#include <algorithm>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/find_all.hpp"
#include "memosaic/bytes/segment_searcher.hpp"

namespace memosaic::cli {
namespace {

// `at + more`, or `limit` if that is less.
std::size_t limited_add(std::size_t at, std::size_t more, std::size_t limit) {
  return more < limit && at < limit - more ? at + more : limit;
}

// The origin of alignment as an index into the range, below `step`; it may lie before the range in the file.
std::size_t origin_in_range(const input& source, const search_request& request) {
  const std::uint64_t origin = request.origin.value_or(source.origin()) % request.step;
  const std::uint64_t start = source.origin() % request.step;
  return static_cast<std::size_t>(origin >= start ? origin - start : request.step - (start - origin));
}

search_range aligned_range(const input& source, const search_request& request) {
  return {0, npos, static_cast<std::size_t>(request.step), origin_in_range(source, request)};
}

// How far one match keeps the next away.
std::size_t stride(const search_request& request) {
  return request.overlapping == overlap::yes ? 1 : request.needle.size();
}

// Pieces must be longer than what they share.
std::size_t piece_size(const search_request& request) {
  return std::max(input::mapped_piece, multiply_sizes(request.needle.size(), 2));
}

}  // namespace

void walk_forward(const input& source, const search_request& request, progress& shown, match_listener& listener) {
  const bytes_view bytes = source.bytes();
  const std::size_t piece = piece_size(request);
  search_range where = aligned_range(source, request);
  while (where.start < bytes.size()) {
    // Matches that start in [where.start, piece_stop).
    const std::size_t piece_stop = limited_add(where.start, piece, bytes.size());
    where.stop = limited_add(piece_stop, request.needle.size() - 1, bytes.size());
    std::size_t next_start = piece_stop;
    for (const std::size_t at : find_all(bytes, request.needle, request.overlapping, search_from::front, where)) {
      if (!listener.match(source.origin() + at)) return;
      next_start = std::max(piece_stop, limited_add(at, stride(request), bytes.size()));
    }
    where.start = next_start;
    shown.advance(next_start);
  }
}

void walk_backward(const input& source, const search_request& request, progress& shown, match_listener& listener) {
  const bytes_view bytes = source.bytes();
  const std::size_t piece = piece_size(request);
  search_range where = aligned_range(source, request);
  where.stop = bytes.size();
  while (where.stop >= request.needle.size()) {
    where.start = where.stop > piece ? where.stop - piece : 0;
    std::size_t free_stop = where.stop;
    for (const std::size_t at : find_all(bytes, request.needle, request.overlapping, search_from::back, where)) {
      if (!listener.match(source.origin() + at)) return;
      if (request.overlapping == overlap::no) free_stop = at;
    }
    if (where.start == 0) return;
    // Matches that start before the piece may end inside it.
    where.stop = std::min(free_stop, where.start + (request.needle.size() - 1));
    shown.advance(bytes.size() - where.stop);
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

std::uint64_t count_matches(const input& source, const search_request& request, progress& shown) {
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
  const bytes_view bytes = source.bytes();
  search_range where = aligned_range(source, request);
  std::uint64_t found = 0;
  while (where.start < bytes.size()) {
    const std::size_t piece_stop = limited_add(where.start, piece_size(request), bytes.size());
    where.stop = limited_add(piece_stop, request.needle.size() - 1, bytes.size());
    found += count(bytes, request.needle, overlap::yes, where);
    where.start = piece_stop;
    shown.advance(piece_stop);
  }
  return found;
}

}  // namespace memosaic::cli
