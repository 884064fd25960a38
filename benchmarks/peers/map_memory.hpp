#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::bench {

/// Sparse memory as it is usually written by hand: a map from the start of each block to its bytes. Blocks never touch.
class map_memory {
 public:
  void poke(std::uint64_t at, std::uint8_t value);
  void write(std::uint64_t at, bytes_view bytes);

  /// Writes all blocks of another memory.
  void write(const map_memory& source);

  [[nodiscard]] std::optional<std::uint8_t> peek(std::uint64_t at) const;
  [[nodiscard]] std::size_t block_count() const noexcept { return blocks_.size(); }

 private:
  std::map<std::uint64_t, std::vector<std::uint8_t>> blocks_;
};

}  // namespace memosaic::bench
