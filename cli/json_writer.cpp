// SPDX-License-Identifier: Apache-2.0
#include "cli/json_writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "cli/numbers.hpp"
#include "cli/output.hpp"
#include "cli/printable.hpp"
#include "memosaic/bytes/hex.hpp"

namespace memosaic::cli {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::uint64_t largest_exact = std::uint64_t{1} << 53U;

bool well_formed(std::string_view text) {
  while (!text.empty()) {
    const auto character = first_character(text);
    if (!character) return false;
    text.remove_prefix(character->size);
  }
  return true;
}

// How much of the text can stand in a JSON string as it is, looking at ASCII only.
std::size_t plain_prefix(std::string_view text) {
  const auto special = [](unsigned char c) { return c < 0x20 || c >= 0x7f || c == '"' || c == '\\'; };
  return static_cast<std::size_t>(std::find_if(text.begin(), text.end(), special) - text.begin());
}

// Control characters must be escaped in JSON; DEL and C1 are, so that a document is safe on a terminal too.
void escape(output& target, char32_t code) {
  const std::array<char, 6> text{'\\',
                                 'u',
                                 hex_digits[(code >> 12U) & 15U],
                                 hex_digits[(code >> 8U) & 15U],
                                 hex_digits[(code >> 4U) & 15U],
                                 hex_digits[code & 15U]};
  target.write({text.data(), text.size()});
}

}  // namespace

void json_writer::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (filled_.empty()) return;
  if (filled_.back()) target_.write(",");
  filled_.back() = true;
}

void json_writer::open(char bracket) {
  separate();
  target_.write({&bracket, 1});
  filled_.push_back(false);
}

void json_writer::close(char bracket) {
  filled_.pop_back();
  target_.write({&bracket, 1});
}

void json_writer::begin_object() { open('{'); }
void json_writer::end_object() { close('}'); }
void json_writer::begin_array() { open('['); }
void json_writer::end_array() { close(']'); }

void json_writer::key(std::string_view name) {
  value(name);
  target_.write(":");
  after_key_ = true;
}

void json_writer::value(std::string_view text) {
  separate();
  target_.write("\"");
  while (!text.empty()) {
    if (const std::size_t plain = plain_prefix(text); plain > 0) {
      target_.write(text.substr(0, plain));
      text.remove_prefix(plain);
      continue;
    }
    const auto character = first_character(text);
    const std::string_view piece = text.substr(0, character ? character->size : 1);
    if (!character) {
      target_.write("\xef\xbf\xbd");
    } else if (character->code == '"' || character->code == '\\') {
      target_.write("\\");
      target_.write(piece);
    } else if (character->code < 0x20 || (character->code >= 0x7f && character->code < 0xa0)) {
      escape(target_, character->code);
    } else {
      target_.write(piece);
    }
    text.remove_prefix(piece.size());
  }
  target_.write("\"");
}

void json_writer::raw(std::string_view document) {
  separate();
  target_.write(document);
}

void json_writer::value(bool answer) {
  separate();
  target_.write(answer ? "true" : "false");
}

void json_writer::value(std::uint64_t number) {
  separate();
  std::array<char, 20> text{};
  const auto result = std::to_chars(text.data(), text.data() + text.size(), number);
  target_.write({text.data(), result.ptr});
}

void json_writer::null() {
  separate();
  target_.write("null");
}

void json_writer::hex(bytes_view bytes) {
  begin_hex();
  more_hex(bytes);
  end_hex();
}

void json_writer::begin_hex() {
  separate();
  target_.write("\"");
}

void json_writer::more_hex(bytes_view bytes) {
  while (!bytes.empty()) {
    const bytes_view part = bytes.first(std::min(bytes.size(), std::size_t{4096}));
    char* const to = target_.reserve(2 * part.size());
    target_.commit(to + to_hex(part, std::span(to, 2 * part.size())));
    bytes = bytes.subspan(part.size());
  }
}

void json_writer::end_hex() { target_.write("\""); }

void json_writer::path(std::string_view name, std::string_view path) {
  member(name, path);
  if (well_formed(path)) return;
  key(std::string(name) + "_hex");
  hex(bytes_of(path));
}

void json_writer::offset(std::string_view name, std::uint64_t offset) {
  key(name);
  if (offset <= largest_exact) {
    value(offset);
  } else {
    null();
  }
  member(std::string(name) + "_hex", hex_number(offset));
}

void json_writer::address(std::string_view name, int128 address) {
  key(name);
  const auto size = static_cast<uint128>(address < 0 ? -address : address);
  if (size > largest_exact) {
    null();
  } else if (address >= 0) {
    value(static_cast<std::uint64_t>(size));
  } else {
    separate();
    target_.write("-");
    target_.write(std::to_string(static_cast<std::uint64_t>(size)));
  }
  member(std::string(name) + "_hex", hex_address(address));
}

void json_writer::count(std::string_view name, uint128 size) {
  key(name);
  count(size);
}

void json_writer::count(uint128 size) {
  if (size <= largest_exact) {
    value(static_cast<std::uint64_t>(size));
  } else {
    null();
  }
}

}  // namespace memosaic::cli
