#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/color.hpp"
#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::cli {

/// How a row of a dump looks: `00000010  de ad be ef 00 01 02 03  04 05 06 07 08 09 0a 0b  |................|`.
struct row_layout {
  std::size_t width = 16;      ///< bytes in a row
  std::size_t group = 1;       ///< bytes written without a space between them; 0: all
  unsigned offset_digits = 8;  ///< 0: no offsets
  bool characters = true;
  bool color = false;
};

/// How many digits the offsets of a dump need, up to and including `stop`: 8, 12 or 16.
[[nodiscard]] unsigned offset_digits_for(std::uint64_t stop) noexcept;

/// Formats rows of a dump into memory.
///
/// Hand-written because it is the whole cost of a dump: a row is a copy of a blank one, two stores for each byte, and
/// no call. With the usual layout, the compiler sees constants and unrolls it.
class hex_rows {
 public:
  explicit hex_rows(const row_layout& layout);

  [[nodiscard]] const row_layout& layout() const noexcept { return layout_; }

  /// The most characters that one row takes.
  [[nodiscard]] std::size_t longest_row() const noexcept { return longest_row_; }

  /// Writes one row at `to`, its line feed included, and returns its end. `bytes` are 1 to `width`.
  char* write(char* to, std::uint64_t offset, bytes_view bytes) const noexcept;

  /// Writes `bytes.size() / width` full rows; for each there must be `longest_row()` characters of room.
  char* write_full(char* to, std::uint64_t offset, bytes_view bytes) const noexcept;

  /// One row whose bytes `[start, stop)` stand out, if there is colour.
  char* write_marked(char* to, std::uint64_t offset, bytes_view bytes, std::size_t start,
                     std::size_t stop) const noexcept;

 private:
  char* write_plain(char* to, std::uint64_t offset, bytes_view bytes) const noexcept;
  char* write_colored(char* to, std::uint64_t offset, bytes_view bytes, std::size_t start,
                      std::size_t stop) const noexcept;
  [[nodiscard]] std::size_t column_of(std::size_t index) const noexcept;

  row_layout layout_;
  bool usual_;                          ///< 16 single bytes with offset and characters: the layout that is unrolled
  std::string blank_;                   ///< a full row without digits and characters
  std::vector<std::uint32_t> columns_;  ///< where each byte's digits go
  std::size_t characters_at_ = 0;       ///< where the first character goes
  std::size_t longest_row_ = 0;
};

}  // namespace memosaic::cli
