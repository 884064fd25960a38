#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <array>
#include <cstddef>

#include "memosaic/sparse/sparse_memory.hpp"
#include "sparse/path.hpp"
#include "sparse/reader.hpp"

namespace memosaic::sparse_core {

/// Several memories side by side: stretches of addresses in which each of them is one piece, or nothing.
///
/// Stretches come in order, each as long as it can be; where all have holes, there is none.
template <memory_address Address, std::size_t Count>
class zip {
 public:
  using memory = basic_sparse_memory<Address>;
  using range = basic_address_range<Address>;
  using path_type = path<Address>;

  zip(const std::array<const memory*, Count>& memories, range where) noexcept : rest_(where) {
    for (std::size_t i = 0; i < Count; ++i) {
      more_[i] = ways_[i].seek_reaching(reader<Address>::tree(*memories[i]), where.start);
    }
  }

  /// To the next stretch; false at the end.
  [[nodiscard]] bool next() noexcept {
    if (rest_.empty()) return false;
    Address start = rest_.stop;
    for (std::size_t i = 0; i < Count; ++i) {
      while (more_[i] && ways_[i].stop() <= rest_.start) more_[i] = ways_[i].advance();
      if (more_[i]) start = std::min(start, std::max(ways_[i].start(), rest_.start));
    }
    if (start >= rest_.stop) return false;
    Address stop = rest_.stop;
    for (std::size_t i = 0; i < Count; ++i) {
      if (more_[i]) stop = std::min(stop, ways_[i].start() > start ? ways_[i].start() : ways_[i].stop());
    }
    where_ = {start, stop};
    rest_.start = stop;
    return true;
  }

  [[nodiscard]] range where() const noexcept { return where_; }

  /// Whether memory `index` stores the stretch; `way(index)` then leads to its piece.
  [[nodiscard]] bool stored(std::size_t index) const noexcept {
    return more_[index] && ways_[index].start() <= where_.start;
  }
  [[nodiscard]] const path_type& way(std::size_t index) const noexcept { return ways_[index]; }

 private:
  range rest_;
  range where_;
  std::array<path_type, Count> ways_;
  std::array<bool, Count> more_{};
};

}  // namespace memosaic::sparse_core
