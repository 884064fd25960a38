#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace memosaic::table_core {

/// Memory for batches of one size, all of which are given back at once.
///
/// It is taken in pieces so large that the allocator has each from the system, and returns it there: memory of many
/// single batches would stay with the allocator, beside what later steps of the build need.
class batch_memory {
 public:
  batch_memory(std::size_t batch_size, std::size_t most_batches);

  /// Room for one batch. There are at most so many.
  [[nodiscard]] std::byte* take();

  /// Makes all of them free to be taken again.
  void reuse() noexcept { taken_ = 0; }

  [[nodiscard]] std::size_t batches() const noexcept { return taken_; }

 private:
  std::size_t batch_size_;
  std::size_t per_piece_;
  std::size_t most_;
  std::size_t taken_ = 0;
  std::vector<std::unique_ptr<std::byte[]>> pieces_;
};

}  // namespace memosaic::table_core
