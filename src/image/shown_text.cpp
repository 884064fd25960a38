// SPDX-License-Identifier: Apache-2.0
#include "image/shown_text.hpp"

namespace memosaic::image_core {
namespace {

constexpr std::string_view digits_of_numbers = "0123456789ABCDEF";

bool printable(char c) noexcept { return c >= ' ' && c <= '~'; }

}  // namespace

std::string shown_text(std::string_view record) {
  constexpr std::string_view cut_short = "...";
  std::string text;
  std::size_t fitting = 0;  // how much of it leaves room for the three dots
  for (const char c : record) {
    if (printable(c)) {
      text += c;
    } else {
      const auto value = static_cast<unsigned char>(c);
      text.append("\\x").append(1, digits_of_numbers[value >> 4]).append(1, digits_of_numbers[value & 0xF]);
    }
    if (text.size() + cut_short.size() <= longest_shown) fitting = text.size();
    if (text.size() > longest_shown) return text.substr(0, fitting).append(cut_short);
  }
  return text;
}

std::string shown_character(char found) {
  if (printable(found)) return std::string("'").append(1, found).append("'");
  return "byte " + shown_byte(static_cast<std::byte>(found));
}

std::string shown_byte(std::byte value) { return shown_number(std::to_integer<std::uint64_t>(value), 2); }

std::string shown_number(std::uint64_t value, unsigned digits) {
  std::string text;
  for (; value != 0 || text.size() < digits; value >>= 4) text.insert(0, 1, digits_of_numbers[value & 0xF]);
  return "0x" + text;
}

}  // namespace memosaic::image_core
