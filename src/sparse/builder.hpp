#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
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
  void add(const Address& at, piece_holder<length> content) {
    leaf<length>& pieces = room_at(at);
    pieces.set(pieces.count, static_cast<length>(at) - reference_, content.take());
    ++pieces.count;
  }

  /// The same with a reference of its own to what another tree holds.
  void share(const Address& at, std::uint8_t kind, const piece_body<length>& body) {
    leaf<length>& pieces = room_at(at);
    pieces.set(pieces.count, static_cast<length>(at) - reference_, {body, kind});
    ++pieces.count;
    piece_words<length>::retain(kind, body);
  }

  /// The tree of all that was added; the builder is empty afterwards. Errors: `std::bad_alloc`.
  [[nodiscard]] root<Address> finish();

 private:
  /// The leaf that is being filled, with room for a piece. Errors: `std::bad_alloc`.
  [[nodiscard]] leaf<length>& room_at(const Address& at) {
    if (open_.empty() || open_[0] == nullptr || open_[0]->count == leaf<length>::capacity) next_leaf(at);
    return as_leaf<length>(*open_[0]);
  }
  void next_leaf(const Address& at);

  /// Puts a finished node under the open one of the level above it.
  void close(std::size_t level);

  std::vector<node*> open_;  ///< the node being filled at each level, leaves first; null: none
  length reference_ = 0;     ///< where the first piece begins: every position counts from here
};

extern template class builder<std::int64_t>;
extern template class builder<int128>;

}  // namespace memosaic::sparse_core
