// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/chain_matches.hpp"

#include <algorithm>

#include "bytes/search_bounds.hpp"
#include "memosaic/buffer/chain.hpp"

namespace memosaic {

chain_matches::iterator chain_matches::begin() const { return iterator(*this); }

chain_matches::iterator::iterator(const chain_matches& all)
    : bytes_(all.bytes_), from_(all.from_), step_(all.where_.step) {
  const bool backward = from_ == search_from::back;
  const auto bounds = detail::bound_search(bytes_->size(), all.needle_.size(), all.where_, backward);
  if (!bounds) return;
  start_ = bounds->start;
  stop_ = bounds->last + all.needle_.size();
  const auto first = backward ? bounds->last - bounds->first : bounds->start + bounds->first;
  if (all.needle_.empty()) {
    found_ = first;
    return;
  }
  searcher_.emplace(all.needle_, segment_search{.overlapping = all.overlapping_,
                                                .from = from_,
                                                .at = backward ? stop_ : start_,
                                                .step = step_,
                                                .origin = first});
  const auto lowest = bytes_->segment_at(start_);
  const auto highest = bytes_->segment_at(stop_ - 1);
  segment_ = backward ? highest : lowest;
  segments_ = highest - lowest + 1;
  ++*this;
}

bytes_view chain_matches::iterator::searched_part(std::size_t segment) const noexcept {
  const auto begin = bytes_->start_of(segment);
  const auto bytes = bytes_->parts_[segment].bytes();
  const auto first = std::max(start_, begin) - begin;
  return bytes.subspan(first, std::min(stop_ - begin, bytes.size()) - first);
}

chain_matches::iterator& chain_matches::iterator::operator++() {
  const bool backward = from_ == search_from::back;
  if (!searcher_) {
    const auto room = backward ? found_ - start_ : stop_ - found_;
    found_ = room < step_ ? npos : backward ? found_ - step_ : found_ + step_;
    return *this;
  }
  auto match = searcher_->next();
  for (; !match && segments_ != 0; --segments_) {
    searcher_->feed(searched_part(segment_));
    segment_ = backward ? segment_ - 1 : segment_ + 1;
    match = searcher_->next();
  }
  found_ = match ? static_cast<std::size_t>(*match) : npos;
  return *this;
}

}  // namespace memosaic
