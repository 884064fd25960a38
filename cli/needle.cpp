// SPDX-License-Identifier: Apache-2.0
#include "cli/needle.hpp"

#include <stdexcept>
#include <utility>

#include "cli/input.hpp"
#include "cli/printable.hpp"
#include "cli/trouble.hpp"

namespace memosaic::cli {
namespace {

constexpr std::string_view separators = " \t,:-_";

int digit_value(char character) {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

std::vector<std::byte> parse_hex(std::string_view text) {
  const std::string quoted = std::string(1, '"').append(text).append("\" ");
  std::vector<std::byte> bytes;
  while (!text.empty()) {
    if (separators.find(text.front()) != std::string_view::npos) {
      text.remove_prefix(1);
      continue;
    }
    if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
    const int high = text.empty() ? -1 : digit_value(text[0]);
    if (high < 0) throw std::invalid_argument(quoted + "is not hexadecimal: write pairs of the digits 0-9 and a-f");
    const int low = text.size() < 2 ? -1 : digit_value(text[1]);
    if (low < 0) {
      throw std::invalid_argument(quoted + "has half a byte: write each byte with two digits, as in hex:0A");
    }
    bytes.push_back(static_cast<std::byte>(high * 16 + low));
    text.remove_prefix(2);
  }
  return bytes;
}

std::vector<std::byte> parse_text(std::string_view text) {
  const bytes_view bytes = bytes_of(text);
  return {bytes.begin(), bytes.end()};
}

std::vector<std::byte> parse_utf16(std::string_view text, bool big_endian) {
  std::vector<std::byte> bytes;
  const auto put = [&](char32_t unit) {
    const auto high = static_cast<std::byte>((unit >> 8U) & 0xffU);
    const auto low = static_cast<std::byte>(unit & 0xffU);
    bytes.push_back(big_endian ? high : low);
    bytes.push_back(big_endian ? low : high);
  };
  while (!text.empty()) {
    const auto character = first_character(text);
    if (!character) throw std::invalid_argument("the text is not UTF-8: give its bytes with hex:");
    if (character->code < 0x10000) {
      put(character->code);
    } else {
      put(0xd800U + ((character->code - 0x10000U) >> 10U));
      put(0xdc00U + (character->code & 0x3ffU));
    }
    text.remove_prefix(character->size);
  }
  return bytes;
}

needle_form take_prefix(std::string_view& text) {
  constexpr std::pair<std::string_view, needle_form> prefixes[]{{"hex:", needle_form::hex},
                                                                {"text:", needle_form::text},
                                                                {"utf16:", needle_form::utf16},
                                                                {"utf16be:", needle_form::utf16_big_endian}};
  for (const auto& [prefix, form] : prefixes) {
    if (!text.starts_with(prefix)) continue;
    text.remove_prefix(prefix.size());
    return form;
  }
  return needle_form::text;
}

}  // namespace

std::vector<std::byte> parse_needle(std::string_view text, needle_form form) {
  if (form == needle_form::prefixed) form = take_prefix(text);
  std::vector<std::byte> bytes;
  switch (form) {
    case needle_form::hex:
      bytes = parse_hex(text);
      break;
    case needle_form::utf16:
      bytes = parse_utf16(text, false);
      break;
    case needle_form::utf16_big_endian:
      bytes = parse_utf16(text, true);
      break;
    case needle_form::text:
    case needle_form::prefixed:
      bytes = parse_text(text);
      break;
  }
  if (bytes.empty()) throw std::invalid_argument("the needle is empty: give at least one byte to look for");
  return bytes;
}

std::vector<std::byte> read_needle(const std::string& path) {
  input source(path);
  std::vector<std::byte> bytes;
  for (bytes_view piece = source.next(); !piece.empty(); piece = source.next()) {
    bytes.insert(bytes.end(), piece.begin(), piece.end());
  }
  source.check_end();
  if (bytes.empty()) throw trouble(source.name(), "is empty, so there is nothing to look for", "name another file");
  return bytes;
}

}  // namespace memosaic::cli
