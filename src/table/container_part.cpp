// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/container_part.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "table/container_form.hpp"
#include "table/part_board.hpp"

namespace memosaic {

using namespace table_core;

void container_part::append(bytes_view bytes) {
  if (bytes.size() > left()) {
    throw std::invalid_argument("a part of a section has no room for " + std::to_string(bytes.size()) +
                                " bytes: expected at most " + std::to_string(left()));
  }
  board_->write(at_, bytes);
  if (!board_->summed()) {
    at_ += bytes.size();
    return;
  }
  while (!bytes.empty()) {
    const std::uint64_t block = at_ / container_block_size;
    const std::uint64_t block_start = block * container_block_size;
    const std::uint64_t block_stop = block_start + container_block_size;
    const auto piece = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), block_stop - at_)));
    if (block_start < start_ || block_stop > stop_) {
      board_->add_border(block, static_cast<std::size_t>(at_ - block_start), piece);
    } else if (piece.size() == container_block_size) {
      board_->note(block, xxh3_64(piece));
    } else {
      block_.update(piece);
      if (at_ + piece.size() == block_stop) {
        board_->note(block, block_.value_64());
        block_.reset();
      }
    }
    at_ += piece.size();
    bytes = bytes.subspan(piece.size());
  }
}

namespace table_core {

void part_board::append_room(std::uint64_t size) {
  {
    const std::unique_lock alone(writing_);
    to_.append_room(size);
  }
  const std::lock_guard lock(mutex_);
  size_ += size;
  if (summed_) sums_.resize(static_cast<std::size_t>(block_count(size_)));
}

void part_board::write(std::uint64_t at, bytes_view bytes) {
  {
    const std::shared_lock together(writing_);
    to_.write_at(offset_ + at, bytes);
  }
  const std::lock_guard lock(mutex_);
  written_ += bytes.size();
}

void part_board::note(std::uint64_t block, std::uint64_t sum) {
  const std::lock_guard lock(mutex_);
  sums_[static_cast<std::size_t>(block)] = sum;
}

void part_board::add_border(std::uint64_t block, std::size_t at, bytes_view bytes) {
  const std::lock_guard lock(mutex_);
  border& to = borders_[block];
  to.bytes.resize(container_block_size);
  std::copy(bytes.begin(), bytes.end(), to.bytes.begin() + static_cast<std::ptrdiff_t>(at));
  to.filled += bytes.size();
  if (to.filled != container_block_size) return;
  sums_[static_cast<std::size_t>(block)] = xxh3_64(to.bytes);
  borders_.erase(block);
}

std::vector<std::uint64_t> part_board::finish() {
  const std::lock_guard lock(mutex_);
  if (written_ != size_) {
    throw std::invalid_argument("parts of a section are not filled: expected " + std::to_string(size_) +
                                " bytes, found " + std::to_string(written_));
  }
  // Only the last block may still wait for more.
  for (const auto& [block, rest] : borders_) {
    sums_[static_cast<std::size_t>(block)] = xxh3_64(bytes_view(rest.bytes).first(rest.filled));
  }
  return std::move(sums_);
}

}  // namespace table_core

}  // namespace memosaic
