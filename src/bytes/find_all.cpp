// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/find_all.hpp"

#include "bytes/search_bounds.hpp"
#include "bytes/search_kernels.hpp"

namespace memosaic {

matches find_all(bytes_view haystack, bytes_view needle, overlap overlapping, search_from from,
                 const search_range& where) {
  const bool backward = from == search_from::back;
  const auto bounds = detail::bound_search(haystack.size(), needle.size(), where, backward);
  matches all;
  all.from_ = from;
  all.needle_ = needle;
  if (!bounds) {
    all.first_ = npos;
    return all;
  }
  all.run_ = haystack.data() + bounds->start;
  all.run_size_ = bounds->last - bounds->start + needle.size();
  all.base_ = bounds->start;
  all.first_ = bounds->first;
  all.step_ = where.step;
  // The next aligned position, or the first that is free of the match's bytes; capped where it leaves the run anyway.
  all.advance_ = where.step;
  if (overlapping == overlap::no && needle.size() > where.step) {
    const std::size_t steps = (needle.size() - 1) / where.step + 1;
    all.advance_ = steps * where.step;
  }
  return all;
}

matches::iterator matches::begin() const noexcept { return iterator(*this); }

matches::iterator::iterator(const matches& all) noexcept : all_(all) {
  if (all_.first_ == npos) return;
  if (!all_.needle_.empty()) plan_ = detail::plan_search(all_.needle_.data(), all_.needle_.size());
  search(all_.first_);
}

matches::iterator& matches::iterator::operator++() noexcept {
  const std::size_t last = all_.run_size_ - all_.needle_.size();
  if (last - position_ < all_.advance_) {
    found_ = npos;
  } else {
    search(position_ + all_.advance_);
  }
  return *this;
}

void matches::iterator::search(std::size_t from) noexcept {
  const detail::search_kernels& kernels = detail::active_search_kernels();
  const bool backward = all_.from_ == search_from::back;
  if (all_.needle_.empty()) {
    position_ = from;
  } else if (all_.step_ == 1) {
    position_ = (backward ? kernels.next_back : kernels.next)(plan_, all_.run_, all_.run_size_, from);
  } else {
    position_ = (backward ? kernels.next_aligned_back : kernels.next_aligned)(plan_, all_.run_, all_.run_size_, from,
                                                                              all_.step_);
  }
  if (position_ == npos) {
    found_ = npos;
  } else {
    found_ = all_.base_ + (backward ? all_.run_size_ - all_.needle_.size() - position_ : position_);
  }
}

}  // namespace memosaic
