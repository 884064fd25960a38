// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/file_matches.hpp"

#include "bytes/search_bounds.hpp"
#include "file/file_pieces.hpp"
#include "memosaic/bytes/checked.hpp"

namespace memosaic {

file_matches::iterator file_matches::begin() const { return iterator(*this); }

file_matches::iterator::iterator(const file_matches& all)
    : cursor_(all.cursor_), from_(all.from_), step_(all.where_.step) {
  const bool backward = from_ == search_from::back;
  const auto bounds = detail::bound_search(all.size_, all.needle_.size(), all.where_, backward);
  if (!bounds) return;
  const std::uint64_t first = backward ? bounds->last - bounds->first : bounds->start + bounds->first;
  if (all.needle_.empty()) {
    found_ = first;
    room_ = backward ? first - bounds->start : bounds->last - first;
    return;
  }
  const std::uint64_t stop = *checked_add(bounds->last, all.needle_.size());
  searcher_.emplace(all.needle_, segment_search{.overlapping = all.overlapping_,
                                                .from = from_,
                                                .at = backward ? stop : bounds->start,
                                                .step = step_,
                                                .origin = first});
  low_ = *checked_add(all.offset_, bounds->start);
  high_ = end_ = *checked_add(all.offset_, stop);
  ++*this;
}

void file_matches::iterator::feed_next() {
  searcher_->feed({});  // it looks at the old piece once more, which then goes
  if (from_ == search_from::front) {
    const bytes_view piece = piece_from(cursor_, low_, high_);
    low_ = *checked_add(low_, piece.size());
    searcher_->feed(piece);
  } else {
    const bytes_view piece = piece_before(cursor_, low_, high_);
    high_ -= piece.size();
    searcher_->feed(piece);
  }
}

file_matches::iterator& file_matches::iterator::operator++() {
  if (!searcher_) {
    if (room_ < step_) {
      found_ = npos;
    } else {
      room_ -= step_;
      found_ = from_ == search_from::back ? found_ - step_ : found_ + step_;
    }
    return *this;
  }
  auto match = searcher_->next();
  while (!match && low_ != high_) {
    feed_next();
    match = searcher_->next();
  }
  if (match) {
    cursor_.check();
  } else {
    check_read(cursor_, end_);
  }
  found_ = match.value_or(npos);
  return *this;
}

}  // namespace memosaic
