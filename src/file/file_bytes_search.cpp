// SPDX-License-Identifier: Apache-2.0
// Searching and comparing parts of files.
#include <algorithm>
#include <stdexcept>

#include "bytes/search_bounds.hpp"
#include "file/file_pieces.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/file/file_bytes.hpp"

namespace memosaic {
namespace {

/// How much of both was read for a result.
std::uint64_t read_for(const mismatch_result& result, std::uint64_t common) noexcept {
  return result.kind == mismatch_kind::different ? std::uint64_t{result.index} + 1 : common;
}

}  // namespace

std::optional<std::uint64_t> file_bytes::search(search_from from, bytes_view needle, const search_range& where) {
  const bool backward = from == search_from::back;
  const auto bounds = detail::bound_search(size_, needle.size(), where, backward);
  if (!bounds) return std::nullopt;
  const std::uint64_t start = bounds->start;
  const std::uint64_t stop = *checked_add(bounds->last, needle.size());
  const std::uint64_t first = backward ? bounds->last - bounds->first : start + bounds->first;
  if (needle.empty()) return first;
  std::optional<std::uint64_t> found;
  forget_window();
  if (stop - start <= sure_piece(cursor_)) {
    const bytes_view piece = piece_from(cursor_, offset_of(start), offset_of(stop));
    const search_range inside{.step = where.step, .origin = first - start};
    found = backward ? memosaic::rfind(piece, needle, inside) : memosaic::find(piece, needle, inside);
    if (found) *found += start;
  } else {
    const auto match = find_all(needle, overlap::yes, from, where).begin();
    if (match == std::default_sentinel) return std::nullopt;
    found = *match;
  }
  // Everything between the match and where the search began was looked at.
  check_read(cursor_, offset_of(found && !backward ? *checked_add(*found, needle.size()) : stop));
  return found;
}

std::optional<std::uint64_t> file_bytes::find(bytes_view needle, const search_range& where) {
  return search(search_from::front, needle, where);
}

std::optional<std::uint64_t> file_bytes::rfind(bytes_view needle, const search_range& where) {
  return search(search_from::back, needle, where);
}

file_matches file_bytes::find_all(bytes_view needle, overlap overlapping, search_from from, const search_range& where) {
  if (where.step == 0) throw std::invalid_argument("the step of a search must be at least 1, found 0");
  leave_window();
  return file_matches(cursor_, offset_, size_, needle, overlapping, from, where);
}

std::uint64_t file_bytes::count(bytes_view needle, overlap overlapping, const search_range& where) {
  const auto bounds = detail::bound_search(size_, needle.size(), where, false);
  if (!bounds) return 0;
  if (needle.empty()) return (bounds->last - bounds->start - bounds->first) / where.step + 1;
  forget_window();
  std::uint64_t found = 0;
  if (needle.size() > 1) {
    const auto all = find_all(needle, overlapping, search_from::front, where);
    for (auto match = all.begin(); match != all.end(); ++match) ++found;
    return found;
  }
  // One byte lies across no border, and is counted faster than it is found.
  const std::uint64_t end = offset_of(*checked_add(bounds->last, 1));
  const std::uint64_t origin = offset_of(bounds->start + bounds->first);
  for (std::uint64_t at = offset_of(bounds->start); at != end;) {
    const bytes_view piece = piece_from(cursor_, at, end);
    found += memosaic::count(piece, needle, overlapping,
                             {.step = where.step, .origin = detail::distance_up(at, origin, where.step)});
    at = *checked_add(at, piece.size());
  }
  check_read(cursor_, end);
  return found;
}

/// `pieces_of_other` gives what the other has of `[start, stop)`, at least one byte.
template <typename Pieces>
mismatch_result file_bytes::compare_pieces(std::uint64_t other_size, const Pieces& pieces_of_other) {
  const std::uint64_t common = std::min(size_, other_size);
  mismatch_result result;
  if (size_ != other_size) {
    const auto shorter = size_ < other_size ? mismatch_kind::first_exhausted : mismatch_kind::second_exhausted;
    result = {shorter, static_cast<std::size_t>(common)};
  }
  if (common == 0) return result;
  std::uint64_t agreed = 0;
  bytes_view ours;
  bytes_view theirs;
  forget_window();
  while (agreed != common) {
    if (ours.empty()) ours = piece_from(cursor_, offset_of(agreed), offset_of(common));
    if (theirs.empty()) theirs = pieces_of_other(agreed, common);
    const std::size_t length = std::min(ours.size(), theirs.size());
    const std::size_t same = common_prefix(ours.first(length), theirs.first(length));
    agreed = *checked_add(agreed, same);
    if (same != length) {
      result = {mismatch_kind::different, static_cast<std::size_t>(agreed)};
      break;
    }
    ours = ours.subspan(length);
    theirs = theirs.subspan(length);
  }
  check_read(cursor_, offset_of(read_for(result, common)));
  return result;
}

mismatch_result file_bytes::mismatch(file_bytes& other) {
  if (this == &other) return {};
  other.forget_window();
  const auto result = compare_pieces(other.size_, [&](std::uint64_t start, std::uint64_t stop) {
    return piece_from(other.cursor_, other.offset_of(start), other.offset_of(stop));
  });
  const std::uint64_t read = read_for(result, std::min(size_, other.size_));
  if (read != 0) check_read(other.cursor_, other.offset_of(read));
  return result;
}

mismatch_result file_bytes::mismatch(bytes_view other) {
  return compare_pieces(other.size(), [&](std::uint64_t start, std::uint64_t stop) {
    return other.subspan(static_cast<std::size_t>(start), static_cast<std::size_t>(stop - start));
  });
}

std::strong_ordering file_bytes::compare(file_bytes& other) {
  const mismatch_result found = mismatch(other);
  if (found.kind == mismatch_kind::different) return at(found.index) <=> other.at(found.index);
  return size_ <=> other.size_;
}

std::strong_ordering file_bytes::compare(bytes_view other) {
  const mismatch_result found = mismatch(other);
  if (found.kind == mismatch_kind::different) return at(found.index) <=> other[found.index];
  return size_ <=> std::uint64_t{other.size()};
}

bool file_bytes::equal(file_bytes& other) { return size_ == other.size_ && mismatch(other).equal(); }

bool file_bytes::equal(bytes_view other) { return size_ == other.size() && mismatch(other).equal(); }

}  // namespace memosaic
