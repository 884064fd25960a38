#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "sparse/node.hpp"
#include "sparse/reader.hpp"

namespace memosaic {

/// What is wrong inside the tree of a memory, or nothing: order, sums, lengths.
template <memory_address Address>
class sparse_tree_check {
 public:
  using length = address_length<Address>;

  static std::string problem(const basic_sparse_memory<Address>& memory) {
    const auto& root = sparse_core::reader<Address>::tree(memory);
    if (root.top == nullptr) return root.total.content == 0 && root.total.blocks == 0 ? "" : "sums of nothing";
    const auto found = below(*root.top, root.reference);
    if (!found.empty()) return found;
    const auto sum = sparse_core::moved(sparse_core::summarize<length>(*root.top), root.reference);
    return same(sum, root.total) ? "" : "the sums of the top are wrong";
  }

 private:
  static bool same(const sparse_core::summary<length>& a, const sparse_core::summary<length>& b) {
    return a.first == b.first && a.stop == b.stop && a.content == b.content && a.blocks == b.blocks;
  }

  static std::string below(sparse_core::node& any, length reference) {
    if (any.count == 0) return "an empty node";
    const auto address = [&](length position) { return static_cast<Address>(reference + position); };
    if (any.height == 0) {
      const auto& pieces = sparse_core::as_leaf<length>(any);
      for (unsigned i = 0; i < pieces.count; ++i) {
        if (pieces.length(i) == 0) return "an empty piece";
        if (address(pieces.stop(i)) <= address(pieces.start[i])) return "a piece that wraps";
        if (i > 0 && address(pieces.start[i]) < address(pieces.stop(i - 1))) return "pieces overlap";
      }
      return "";
    }
    const auto& children = sparse_core::as_inner<length>(any);
    for (unsigned i = 0; i < children.count; ++i) {
      const auto& at = children.slots[i];
      if (at.child->height + 1 != any.height) return "levels differ";
      const auto found = below(*at.child, reference + at.reference);
      if (!found.empty()) return found;
      const auto sum = sparse_core::moved(sparse_core::summarize<length>(*at.child), at.reference);
      const sparse_core::summary<length> kept{children.first[i], at.stop, at.content, at.blocks};
      if (!same(sum, kept)) return "the sums of a child are wrong";
      if (i > 0 && address(children.first[i]) < address(children.slots[i - 1].stop)) return "children overlap";
    }
    return "";
  }
};

}  // namespace memosaic
