// SPDX-License-Identifier: Apache-2.0
#include "cli/printable.hpp"

namespace memosaic::cli {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

// C0, DEL and C1 drive terminals; line separators break lines; direction marks reorder what is read.
bool dangerous(char32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029 || code == 0x200e ||
         code == 0x200f || code == 0x061c || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

}  // namespace

std::optional<utf8_character> first_character(std::string_view text) noexcept {
  if (text.empty()) return std::nullopt;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return utf8_character{lead, 1};
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return std::nullopt;
  char32_t code = lead & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) return std::nullopt;
    code = (code << 6U) | (byte(i) & 0x3fU);
  }
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  if (overlong || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff) return std::nullopt;
  return utf8_character{code, size};
}

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const auto character = first_character(text);
    const std::size_t size = character ? character->size : 1;
    if (character && !dangerous(character->code)) {
      shown += text.substr(0, size);
    } else {
      for (const char piece : text.substr(0, size)) {
        const auto value = static_cast<unsigned char>(piece);
        shown += "\\x";
        shown += hex_digits[value >> 4U];
        shown += hex_digits[value & 15U];
      }
    }
    text.remove_prefix(size);
  }
  return shown;
}

}  // namespace memosaic::cli
