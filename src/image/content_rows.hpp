#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <vector>

#include "memosaic/image/image.hpp"
#include "memosaic/sparse/contents.hpp"

namespace memosaic::image_core {

/// How the content of an image is cut into the rows of a file.
struct row_shape {
  std::size_t length = 16;  ///< bytes in a row, at least 1
  /// No row has addresses on both sides of a multiple of it, a power of two; 0: rows may lie anywhere.
  std::uint64_t border = 0;
};

/// Calls `take(at, bytes)` for runs of whole rows, in the order of their addresses: each run is to be cut into rows of
/// `shape.length` from its front. Only the last row before a hole or a border is shorter; it ends its run. No run
/// crosses a border.
///
/// The rows depend on what is stored where, not on the pieces it lies in: the same image gives the same rows.
/// Cost: only rows that lie in several pieces are copied.
template <typename Take>
void visit_rows(const image_memory& memory, const row_shape& shape, Take&& take) {
  std::vector<std::byte> row;  // one that is not whole yet
  for (const image_range& block : memory.blocks()) {
    image_range part = block;
    while (part.start < block.stop) {
      part.stop = block.stop;
      if (shape.border != 0) {
        const auto beyond = static_cast<std::uint64_t>(static_cast<uint128>(part.start) % shape.border);
        if (const auto next = checked_advance(part.start, uint128{shape.border - beyond})) {
          part.stop = std::min(part.stop, *next);
        }
      }
      int128 at = part.start;
      const auto send = [&](bytes_view bytes) {
        take(at, bytes);
        at += static_cast<int128>(bytes.size());
      };
      row.clear();
      visit_content(memory, part, hole_rule::refuse(), [&](bytes_view bytes) {
        if (!row.empty()) {
          const auto missing = std::min(shape.length - row.size(), bytes.size());
          row.insert(row.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(missing));
          bytes = bytes.subspan(missing);
          if (row.size() < shape.length) return;
          send(row);
          row.clear();
        }
        const auto whole = bytes.size() - bytes.size() % shape.length;
        if (whole != 0) send(bytes.first(whole));
        row.assign(bytes.begin() + static_cast<std::ptrdiff_t>(whole), bytes.end());
      });
      if (!row.empty()) send(row);
      part.start = part.stop;
    }
  }
}

}  // namespace memosaic::image_core
