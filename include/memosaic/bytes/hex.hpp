#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// How bytes are written as hexadecimal digits: `{.group = 1, .separator = " "}` gives "de ad be ef".
struct hex_format {
  bool upper = false;
  std::size_t group = 0;            ///< bytes between two separators; 0: one group
  std::string_view separator = "";  ///< stands between groups, never at the end
};

/// How many characters `to_hex` writes. Errors: `std::length_error` if they do not fit an address space.
[[nodiscard]] std::size_t hex_size(std::size_t byte_count, const hex_format& format = {});

/// Two digits for each byte. Errors: `std::length_error`, `std::bad_alloc`.
[[nodiscard]] std::string to_hex(bytes_view bytes, const hex_format& format = {});

/// The same into the front of `target`, without a final NUL; gives the number of characters written.
///
/// Errors: `std::out_of_range` if `hex_size` does not fit `target`; nothing is written then.
std::size_t to_hex(bytes_view bytes, std::span<char> target, const hex_format& format = {});

/// What white space is worth in hexadecimal text: blanks, tabs and line ends, between bytes, never inside one.
enum class hex_spaces : bool { refused, skipped };

/// The bytes that `text` writes as pairs of digits, of either case. No prefix is understood.
///
/// Cost: one pass; separators that are skipped slow it down.
/// Errors: `format_error` with the offset in `text` of the first character that is no digit, or of the end if the last
/// byte lacks its second digit; `std::bad_alloc`.
[[nodiscard]] std::vector<std::byte> from_hex(std::string_view text, hex_spaces spaces = hex_spaces::refused);

/// The same into the front of `target`; gives the number of bytes written.
///
/// Errors: `format_error` as above, and `std::out_of_range` if `target` is too small; `target` may then hold bytes that
/// were read before the error.
std::size_t from_hex(std::string_view text, mutable_bytes_view target, hex_spaces spaces = hex_spaces::refused);

}  // namespace memosaic
