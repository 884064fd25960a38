#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>

#include "memosaic/image/write_image.hpp"

/// What the writers of text formats test before they send the first byte.
///
/// Errors of all: `std::invalid_argument`, naming the format, what it cannot hold and what could.
namespace memosaic::image_core {

/// How many hexadecimal digits a number has; at least 1.
[[nodiscard]] constexpr unsigned hex_digits_of(std::uint64_t number) noexcept {
  return (static_cast<unsigned>(std::bit_width(number | 1)) + 3) / 4;
}

/// The bytes in a row: `record_length` or `usual`, at most `longest`, and whole words.
[[nodiscard]] std::size_t row_length(const write_image_options& options, image_format format, std::size_t usual,
                                     std::size_t longest, unsigned word_size = 1);

/// Tests that every block begins at a whole word, as it must where addresses count words; where data does so too, also
/// that it ends at one.
void require_words(const image_memory& memory, image_format format, unsigned word_size, bool whole);

/// The memory with `fill`, if that is given, at the missing addresses of every word that is partly stored. The blocks
/// lie at addresses that the format can write. Cost: O(blocks), nothing is copied.
[[nodiscard]] image_memory fill_words(const image_memory& memory, unsigned word_size, std::optional<std::byte> fill);

/// The narrowest of the widths in bits, given in ascending order, that holds every address, or the one that
/// `address_bits` asks for. With `with_entry`, the entry point's address is one of them.
[[nodiscard]] unsigned address_width(const image& from, const write_image_options& options, image_format format,
                                     std::initializer_list<unsigned> widths, unsigned word_size,
                                     bool with_entry = false);

}  // namespace memosaic::image_core
