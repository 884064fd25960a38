// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/address_map.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "image/rewrite.hpp"

namespace memosaic {
namespace {

constexpr std::size_t most_rows = 1'000'000;

/// The number of a row; rows are counted from address 0.
int128 row_of(int128 address, int128 row_size) {
  const int128 start = image_core::floor_to(address, row_size);
  return start / row_size - (start % row_size < 0 ? 1 : 0);
}

/// Calls `take(first, last)` for each stretch of rows that hold something, in order; stops when it returns false.
template <typename Take>
void visit_rows(const image_memory& memory, int128 row_size, Take&& take) {
  bool any = false;
  int128 first = 0;
  int128 last = 0;
  for (const image_range& block : memory.blocks()) {
    const int128 from = row_of(block.start, row_size);
    const int128 to = row_of(block.stop - 1, row_size);
    if (any && from <= last + 1) {
      last = to;
      continue;
    }
    if (any && !take(first, last)) return;
    first = from;
    last = to;
    any = true;
  }
  if (any) take(first, last);
}

bool rows_suffice(const image_memory& memory, int128 row_size, std::size_t most) {
  uint128 count = 0;
  visit_rows(memory, row_size, [&](int128 first, int128 last) {
    count += distance(first, last) + 1;
    return count <= most;
  });
  return count <= most;
}

uint128 smallest_cell(const image_memory& memory, const address_map_options& options) {
  const uint128 cells = uint128{options.width} * options.rows;
  uint128 size = 1;
  // Fewer cells than these cannot hold the content.
  while (size < memory.content_size() / cells && size >> 110U == 0) size <<= 1U;
  while (size >> 110U == 0 && !rows_suffice(memory, static_cast<int128>(size * options.width), options.rows)) {
    size <<= 1U;
  }
  return size;
}

image_range range_of(int128 first, int128 last, int128 row_size) {
  int128 start = 0;
  int128 stop = 0;
  if (__builtin_mul_overflow(first, row_size, &start)) start = lowest_address<int128>;
  if (__builtin_mul_overflow(last + 1, row_size, &stop)) stop = highest_stop<int128>;
  return {start, stop};
}

std::string size_of(uint128 bytes) {
  constexpr std::array<std::string_view, 9> units{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"};
  std::size_t unit = 0;
  uint128 tenths = 10 * bytes;
  while (tenths >= 10240 && unit + 1 < units.size()) {
    tenths = (tenths + 512) / 1024;
    ++unit;
  }
  std::string text = std::to_string(static_cast<std::uint64_t>(tenths / 10));
  if (unit > 0 && tenths % 10 != 0) text += "." + std::to_string(static_cast<unsigned>(tenths % 10));
  return text.append(" ").append(units[unit]);
}

std::string_view cell_text(uint128 stored, uint128 size, bool ascii) {
  constexpr std::array<std::string_view, 5> blocks{"·", "░", "▒", "▓", "█"};
  constexpr std::array<std::string_view, 5> letters{" ", ".", "-", "=", "#"};
  const std::size_t level = stored == 0 ? 0 : stored == size ? 4 : stored > size / 2 ? 3 : stored > size / 8 ? 2 : 1;
  return ascii ? letters[level] : blocks[level];
}

std::string padded_address(int128 address, std::size_t digits) {
  std::string text = address_text(address < 0 ? -address : address).substr(2);
  text.insert(0, digits - std::min(digits, text.size()), '0');
  return (address < 0 ? "-0x" : "0x") + text;
}

}  // namespace

address_map map_addresses(const image_memory& memory, const address_map_options& options) {
  if (options.width == 0 || options.width > 4096 || options.rows == 0) {
    throw std::invalid_argument("a map has 1 to 4096 cells in a row, and at least one row");
  }
  const uint128 asked = options.cell_size;
  if ((asked & (asked - 1)) != 0 || asked >> 112U != 0) {
    throw std::invalid_argument("the size of a cell is no power of two");
  }
  address_map map;
  if (memory.empty()) return map;
  map.cell_size = asked != 0 ? asked : smallest_cell(memory, options);
  const auto row_size = static_cast<int128>(map.cell_size * options.width);
  if (!rows_suffice(memory, row_size, most_rows)) {
    throw std::length_error("so small cells give more than a million rows: give larger ones");
  }
  visit_rows(memory, row_size, [&](int128 first, int128 last) {
    const image_range stretch = range_of(first, last, row_size);
    if (!map.rows.empty()) map.rows.push_back({{map.rows.back().where.stop, stretch.start}, {}});
    for (int128 row = first; row <= last; ++row) {
      address_map_row drawn{range_of(row, row, row_size), {}};
      for (std::size_t cell = 0; cell < options.width; ++cell) {
        const auto start = checked_advance(drawn.where.start, map.cell_size * cell);
        const auto stop = checked_advance(drawn.where.start, map.cell_size * (cell + 1));
        const image_range where{start.value_or(highest_stop<int128>), stop.value_or(highest_stop<int128>)};
        drawn.stored.push_back(memory.extract(where).content_size());
      }
      map.rows.push_back(std::move(drawn));
    }
    return true;
  });
  return map;
}

std::string address_map_text(const address_map& map, bool ascii) {
  if (map.rows.empty()) return "nothing is stored\n";
  std::size_t digits = 8;
  for (const address_map_row& row : map.rows) {
    digits = std::max(digits, address_text(row.where.start < 0 ? -row.where.start : row.where.start).size() - 2);
  }
  std::string text;
  for (const address_map_row& row : map.rows) {
    if (row.stored.empty()) {
      text.append(digits + 2, ' ').append(ascii ? "  :  " : "  ┊  ").append(size_of(row.where.size()));
      text += " of nothing\n";
      continue;
    }
    uint128 stored = 0;
    text += padded_address(row.where.start, digits) + (ascii ? " |" : " │");
    for (const uint128 cell : row.stored) {
      stored += cell;
      text += cell_text(cell, map.cell_size, ascii);
    }
    text.append(ascii ? "| " : "│ ").append(size_of(stored)).append("\n");
  }
  return text.append("one cell is ").append(size_of(map.cell_size)).append("\n");
}

}  // namespace memosaic
