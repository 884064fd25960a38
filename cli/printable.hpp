#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Names and texts from outside, made safe to show. A file name may hold escape sequences that rewrite the terminal.
namespace memosaic::cli {

/// One character of well-formed UTF-8: its number and how many bytes it takes.
struct utf8_character {
  char32_t code = 0;
  std::size_t size = 0;
};

/// The character at the front of `text`, or nothing if that is empty or not well-formed UTF-8 (RFC 3629: no surrogates,
/// no overlong forms, nothing above U+10FFFF).
[[nodiscard]] std::optional<utf8_character> first_character(std::string_view text) noexcept;

/// `text` with each control character, each direction override and each byte that is not UTF-8 written as `\x1b`.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace memosaic::cli
