#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/hash.hpp"

namespace memosaic {

namespace table_core {
class part_board;
}

/// A part of a section that is written by a thread of its own, while other threads write others.
///
///     container_part part = writer.part(bytes.size());  // one after the other: this decides where it lies
///     part.append(bytes);                               // at the same time as other parts, in pieces of any size
///
/// It is summed as it is written. Of a block of 64 KiB that belongs to several parts, what is there first waits in
/// memory for the rest: that is 64 KiB for each border between parts of which only one is written. Lifetime: of the
/// writer, and of the section, which must not end before all parts are filled. Threads: each part is used by one.
/// Errors: those of the sink; `std::invalid_argument` for more than there is room for.
class container_part {
 public:
  container_part(container_part&& other) noexcept = default;
  container_part& operator=(container_part&& other) noexcept = default;

  void append(bytes_view bytes);

  /// Room that is left.
  [[nodiscard]] std::uint64_t left() const noexcept { return stop_ - at_; }

 private:
  friend class container_writer;
  container_part(table_core::part_board& board, std::uint64_t start, std::uint64_t stop) noexcept
      : board_(&board), start_(start), at_(start), stop_(stop) {}

  table_core::part_board* board_;
  std::uint64_t start_;  ///< in its section, as the others
  std::uint64_t at_;
  std::uint64_t stop_;
  hasher block_;  ///< of the block that is being written, if all of it belongs to this part
};

}  // namespace memosaic
