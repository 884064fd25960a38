#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "memosaic/image/image.hpp"

namespace memosaic {

/// How an address map is drawn.
struct address_map_options {
  std::size_t width = 64;  ///< cells in a row, 1 to 4096
  std::size_t rows = 24;   ///< rows with content, at most; 2 are always taken on both sides of address 0
  uint128 cell_size = 0;   ///< addresses in a cell, a power of two; 0: the smallest with which the rows are enough
};

/// One row of an address map: equal cells, or what no cell is drawn for.
struct address_map_row {
  image_range where;
  std::vector<uint128> stored;  ///< bytes in each cell; empty: nothing is stored here, and the row stands for a gap
};

/// A drawing of where an image has bytes. Rows begin at multiples of their size, and stretches of empty rows are one
/// gap.
struct address_map {
  uint128 cell_size = 1;
  std::vector<address_map_row> rows;
};

/// Cost: O(blocks), a few times, and O(log pieces) for each cell.
/// Errors: `std::invalid_argument` for options that can never be right; `std::length_error` if a cell size that was
/// asked for needs more than a million rows.
[[nodiscard]] address_map map_addresses(const image_memory& memory, const address_map_options& options = {});

/// The map as text: `start |cells| bytes stored`, one line for each row, and one that says what a cell is. A cell is
/// full, more than half full, less, nearly empty, or empty: `█▓▒░·`, or `#=-.` and blank in ASCII.
[[nodiscard]] std::string address_map_text(const address_map& map, bool ascii = false);

}  // namespace memosaic
