// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/segment_searcher.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "bytes/search_bounds.hpp"
#include "bytes/search_kernels.hpp"
#include "memosaic/bytes/checked.hpp"

// A match either straddles a border, or lies in one segment. The first kind is found by the automaton of Knuth, Morris
// and Pratt ("Fast pattern matching in strings", SIAM Journal on Computing 6(2), 1977), whose state after a segment is
// one number; the second kind by the vector kernels. The automaton runs over the bytes of a segment only as long as a
// candidate that began before it is alive, and over the last needle.size() - 1 bytes to know the next state.

namespace memosaic {
namespace {

static_assert(sizeof(std::size_t) == sizeof(std::uint64_t), "addresses and sizes are mixed below");

}  // namespace

segment_searcher::segment_searcher(bytes_view needle, const segment_search& how)
    : needle_(needle.begin(), needle.end()), how_(how) {
  if (needle.empty()) throw std::invalid_argument("the needle of a segment_searcher is empty: it needs a byte");
  if (how.step == 0) throw std::invalid_argument("the step of a search must be at least 1, found 0");
  plan_ = detail::plan_search(needle_.data(), needle_.size());
  borders_.assign(needle_.size() + 1, 0);
  std::size_t border = 0;
  for (std::size_t k = 1; k < needle_.size(); ++k) {
    while (border != 0 && needle_byte(k) != needle_byte(border)) border = borders_[border];
    if (needle_byte(k) == needle_byte(border)) ++border;
    borders_[k + 1] = border;
  }
}

std::byte segment_searcher::needle_byte(std::size_t index) const noexcept {
  return how_.from == search_from::back ? needle_[needle_.size() - 1 - index] : needle_[index];
}

std::uint64_t segment_searcher::address(std::uint64_t start) const noexcept {
  return how_.from == search_from::back ? how_.at - start - needle_.size() : how_.at + start;
}

bool segment_searcher::aligned(std::uint64_t start) const noexcept {
  return how_.step == 1 || detail::distance_up(how_.origin, address(start), how_.step) == 0;
}

void segment_searcher::require_room(std::uint64_t size) const {
  const bool backward = how_.from == search_from::back;
  const auto total = checked_add(fed(), size);
  if (total && (backward ? *total <= how_.at : checked_add(how_.at, *total).has_value())) return;
  throw std::length_error(std::to_string(size) + " more bytes after " + std::to_string(fed()) + " lead to addresses " +
                          (backward ? "below 0" : "beyond 2^64") + " from " + std::to_string(how_.at));
}

void segment_searcher::feed(bytes_view segment) {
  require_room(segment.size());
  while (next()) {}
  before_ += segment_.size();
  segment_ = segment;
  taken_ = 0;
  plan_.leave_haystack();
}

void segment_searcher::skip(std::uint64_t size) {
  require_room(size);
  before_ += segment_.size();
  before_ += size;
  segment_ = {};
  taken_ = 0;
  agreed_ = 0;
}

void segment_searcher::take_byte() noexcept {
  const std::byte byte = segment_[how_.from == search_from::back ? segment_.size() - 1 - taken_ : taken_];
  while (agreed_ != 0 && needle_byte(agreed_) != byte) agreed_ = borders_[agreed_];
  if (needle_byte(agreed_) == byte) ++agreed_;
  ++taken_;
}

void segment_searcher::take_rest(std::size_t from) noexcept {
  const std::size_t tail = std::min(segment_.size(), needle_.size() - 1);
  const std::size_t start = segment_.size() - tail;
  if (start > from) {
    taken_ = start;
    agreed_ = 0;
  }
  while (taken_ < segment_.size()) take_byte();
}

std::optional<std::uint64_t> segment_searcher::next() noexcept {
  if (needle_.empty()) return std::nullopt;  // moved from
  while (agreed_ > taken_ && taken_ < segment_.size()) {
    take_byte();
    if (agreed_ < needle_.size()) continue;
    const std::uint64_t start = before_ + taken_ - needle_.size();
    const bool match = aligned(start);
    agreed_ = match && how_.overlapping == overlap::no ? 0 : borders_[agreed_];
    if (match) return address(start);
  }
  if (agreed_ > taken_) return std::nullopt;  // the whole segment lies inside a candidate

  const std::size_t from = taken_ - agreed_;
  const bool backward = how_.from == search_from::back;
  if (segment_.size() - from >= needle_.size()) {
    const detail::search_kernels& kernels = detail::active_search_kernels();
    plan_.needle = needle_.data();  // this object may have been moved or copied
    std::size_t found = npos;
    if (how_.step == 1) {
      found = (backward ? kernels.next_back : kernels.next)(plan_, segment_.data(), segment_.size(), from);
    } else {
      const std::uint64_t here = address(before_ + from);
      const std::uint64_t distance = backward ? detail::distance_down(here, how_.origin, how_.step)
                                              : detail::distance_up(here, how_.origin, how_.step);
      if (distance <= segment_.size() - needle_.size() - from) {
        found = (backward ? kernels.next_aligned_back : kernels.next_aligned)(plan_, segment_.data(), segment_.size(),
                                                                              from + distance, how_.step);
      }
    }
    if (found != npos) {
      taken_ = found + (how_.overlapping == overlap::no ? needle_.size() : 1);
      agreed_ = 0;
      return address(before_ + found);
    }
  }
  take_rest(from);
  return std::nullopt;
}

}  // namespace memosaic
