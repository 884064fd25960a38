#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "memosaic/table/container_writer.hpp"

namespace memosaic::table_core {

/// What the parts of one section share: the place where they are written, and the sums of their blocks.
///
/// Threads: any of its functions may be called at once.
class part_board {
 public:
  part_board(container_sink& to, std::uint64_t offset, bool summed) : to_(to), offset_(offset), summed_(summed) {}

  /// Appends room; all offsets are those in the section.
  void append_room(std::uint64_t size);
  void write(std::uint64_t at, bytes_view bytes);

  [[nodiscard]] bool summed() const noexcept { return summed_; }
  void note(std::uint64_t block, std::uint64_t sum);

  /// Some bytes of a block that belongs to several parts, `at` being their place in it.
  void add_border(std::uint64_t block, std::size_t at, bytes_view bytes);

  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

  /// The sums of all blocks. Errors: `std::invalid_argument` if not all room was filled.
  [[nodiscard]] std::vector<std::uint64_t> finish();

 private:
  struct border {
    std::vector<std::byte> bytes;
    std::size_t filled = 0;
  };

  container_sink& to_;
  std::uint64_t offset_;
  bool summed_;
  std::shared_mutex writing_;  ///< alone while the sink grows
  std::mutex mutex_;           ///< of all below
  std::uint64_t size_ = 0;
  std::uint64_t written_ = 0;
  std::vector<std::uint64_t> sums_;
  std::map<std::uint64_t, border> borders_;
};

}  // namespace memosaic::table_core
