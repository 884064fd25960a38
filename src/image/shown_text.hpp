#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// What stands in a file, as messages show it: printable, and never long.
namespace memosaic::image_core {

/// The longest text that `shown_text` gives.
inline constexpr std::size_t longest_shown = 80;

/// A record of any bytes. What is not printable ASCII becomes `\xNN`; what is too long ends in `...`.
[[nodiscard]] std::string shown_text(std::string_view record);

/// A character that is out of place: `'G'`, or `byte 0x07`.
[[nodiscard]] std::string shown_character(char found);

/// A byte: `0x0F`.
[[nodiscard]] std::string shown_byte(std::byte value);

/// A number in upper-case hexadecimal with at least `digits` digits: `0x00FF`.
[[nodiscard]] std::string shown_number(std::uint64_t value, unsigned digits);

}  // namespace memosaic::image_core
