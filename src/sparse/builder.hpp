#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <vector>

#include "memosaic/sparse/root.hpp"
#include "sparse/node.hpp"
#include "sparse/piece.hpp"

namespace memosaic::sparse_core {

/// Makes a tree of pieces that come in the order of their addresses. Cost: O(1) for each; nodes are filled.
template <memory_address Address>
class builder {
 public:
  using length = address_length<Address>;

  builder() noexcept = default;
  builder(const builder&) = delete;
  builder& operator=(const builder&) = delete;
  ~builder() {
    for (node* open : open_) {
      if (open != nullptr) drop<length>(open);
    }
  }

  /// Adds a piece that begins at or after the end of the one before. Errors: `std::bad_alloc`.
  void add(Address at, piece_holder<length> content);

  /// The tree of all that was added; the builder is empty afterwards. Errors: `std::bad_alloc`.
  [[nodiscard]] root<Address> finish();

 private:
  /// Puts a finished node under the open one of the level above it.
  void close(std::size_t level);

  std::vector<node*> open_;  ///< the node being filled at each level, leaves first; null: none
  length reference_ = 0;     ///< where the first piece begins: every position counts from here
};

extern template class builder<std::int64_t>;
extern template class builder<int128>;

}  // namespace memosaic::sparse_core
