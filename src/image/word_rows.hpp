#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>

#include "image/content_rows.hpp"
#include "image/text_writer.hpp"
#include "memosaic/bytes/hex.hpp"

namespace memosaic::image_core {

/// The longest row that fits what `text_writer` takes at once.
inline constexpr std::size_t longest_word_row = 1024;

/// Writes the content of an image as rows of words in upper-case digits, a blank between two words: `0A0B 0C0D`. Calls
/// `begin(address)` before each block and `wrote(bytes)` after each row.
template <typename Begin, typename Wrote>
void put_word_rows(text_writer& to, const image_memory& memory, std::size_t row_length, std::size_t word_size,
                   Begin&& begin, Wrote&& wrote) {
  const hex_format format{.upper = true, .group = word_size, .separator = " "};
  std::optional<int128> next;
  visit_rows(memory, {.length = row_length}, [&](int128 at, bytes_view rows) {
    if (at != next) begin(at);
    next = at + static_cast<int128>(rows.size());
    while (!rows.empty()) {
      const bytes_view row = rows.first(std::min(row_length, rows.size()));
      const std::size_t size = hex_size(row.size(), format);
      to.wrote(to_hex(row, std::span(to.room(size), size), format));
      to.end_line();
      wrote(row);
      rows = rows.subspan(row.size());
    }
  });
}

template <typename Begin>
void put_word_rows(text_writer& to, const image_memory& memory, std::size_t row_length, std::size_t word_size,
                   Begin&& begin) {
  put_word_rows(to, memory, row_length, word_size, begin, [](bytes_view) {});
}

}  // namespace memosaic::image_core
