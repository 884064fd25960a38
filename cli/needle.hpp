#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The bytes to look for, as a person writes them.
namespace memosaic::cli {

/// How the words of a needle are read.
enum class needle_form : std::uint8_t {
  prefixed,  ///< by its prefix, `hex:`, `text:`, `utf16:` or `utf16be:`; text if it has none
  hex,
  text,
  utf16,
  utf16_big_endian,
};

/// `hex:` takes digits in pairs, upper or lower case, apart or with space, comma, colon, dash or underscore between
/// the pairs, each pair with or without `0x`.
///
/// Errors: `std::invalid_argument`, one sentence, for wrong digits, text that is no UTF-8 where it must be, and an
/// empty needle, which would lie everywhere.
[[nodiscard]] std::vector<std::byte> parse_needle(std::string_view text, needle_form form);

/// All bytes of the file, or of standard input for `-`. Errors: as `input`; `trouble` if it is empty.
[[nodiscard]] std::vector<std::byte> read_needle(const std::string& path);

}  // namespace memosaic::cli
