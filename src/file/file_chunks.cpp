// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/file_chunks.hpp"

#include <utility>

#include "file/file_pieces.hpp"
#include "memosaic/bytes/checked.hpp"

namespace memosaic {

file_chunks::file_chunks(cursor on, std::uint64_t start, std::uint64_t stop)
    : cursor_(std::move(on)), start_(start), stop_(stop), next_(start) {
  require_range(start, stop, cursor_.file_size());
}

void file_chunks::show_next() {
  shown_ = {};
  if (next_ == stop_) {
    if (start_ != stop_) check_read(cursor_, stop_);
    cursor_.unuse_region();
    return;
  }
  const bytes_view piece = piece_from(cursor_, next_, stop_);
  const std::uint64_t start = std::exchange(next_, *checked_add(next_, piece.size()));
  shown_ = cursor_.region().sub(start, next_);
}

}  // namespace memosaic
