#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "memosaic/image/image.hpp"

/// Numbers and ranges as a person types them.
namespace memosaic::cli {

/// The bytes `[start, stop)` of a file; without a `stop` they reach to its end.
struct byte_range {
  std::uint64_t start = 0;
  std::optional<std::uint64_t> stop;
  friend bool operator==(const byte_range&, const byte_range&) = default;
};

/// A whole number: decimal, or hexadecimal after `0x`, with `_` between digits, and K, M, G, T or Ki, Mi, Gi, Ti at the
/// end for powers of 1024. A leading 0 does not mean octal.
///
/// Errors: `std::invalid_argument`, one sentence that quotes `text` and says what to write.
[[nodiscard]] std::uint64_t parse_number(std::string_view text);

/// `A:B` from A up to, not including, B; `A:+LENGTH`; `A:` to the end; `:B` from the beginning; `:` everything.
///
/// Errors: as `parse_number`; also a range that stops before it starts, or ends beyond 2^64.
[[nodiscard]] byte_range parse_range(std::string_view text);

/// `0x1f`: how an offset is printed everywhere.
[[nodiscard]] std::string hex_number(std::uint64_t number);

/// An address: a number as above, of up to 127 bits, which may have a sign. Errors: as `parse_number`.
[[nodiscard]] int128 parse_address(std::string_view text);

/// A range of addresses, written as above; without a start or a stop it reaches as far as addresses do.
///
/// Errors: as `parse_range`.
[[nodiscard]] image_range parse_address_range(std::string_view text);

/// `0x1f`, `-0x1f`.
[[nodiscard]] std::string hex_address(int128 address);

/// `0x8000:0x9000`.
[[nodiscard]] std::string range_text(const image_range& range);

}  // namespace memosaic::cli
