// SPDX-License-Identifier: Apache-2.0
#include "cli/hex_rows.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace memosaic::cli {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

using digit_pair = std::array<char, 2>;

constexpr std::array<digit_pair, 256> make_pairs() {
  std::array<digit_pair, 256> pairs{};
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = {hex_digits[i >> 4U], hex_digits[i & 15U]};
  return pairs;
}

constexpr std::array<digit_pair, 256> pairs = make_pairs();

void put_pair(char* to, std::byte byte) noexcept {
  std::memcpy(to, pairs[std::to_integer<std::size_t>(byte)].data(), 2);
}

char character_of(std::byte byte) noexcept {
  const auto value = std::to_integer<unsigned char>(byte);
  return static_cast<unsigned char>(value - 0x20U) < 0x5f ? static_cast<char>(value) : '.';
}

void put_offset(char* to, std::uint64_t offset, unsigned digits) noexcept {
  for (unsigned i = 0; i < digits; i += 2) {
    put_pair(to + i, static_cast<std::byte>((offset >> (4 * (digits - 2 - i))) & 0xffU));
  }
}

char* put_text(char* to, std::string_view text) noexcept {
  std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

// The usual layout's columns; the constructor of hex_rows builds the same row.
constexpr std::size_t usual_width = 16;
constexpr unsigned usual_digits = 8;
constexpr std::size_t usual_first = usual_digits + 2;
constexpr std::size_t usual_characters_at = usual_first + 3 * usual_width + 3;
constexpr std::size_t usual_size = usual_characters_at + usual_width + 2;

char* write_usual(char* to, const char* blank, std::uint64_t offset, const std::byte* bytes) noexcept {
  std::memcpy(to, blank, usual_size);
  put_offset(to, offset, usual_digits);
  for (std::size_t i = 0; i < usual_width; ++i) put_pair(to + usual_first + 3 * i + i / 8, bytes[i]);
  for (std::size_t i = 0; i < usual_width; ++i) to[usual_characters_at + i] = character_of(bytes[i]);
  return to + usual_size;
}

}  // namespace

unsigned offset_digits_for(std::uint64_t stop) noexcept {
  if (stop >> 32U == 0) return 8;
  return stop >> 48U == 0 ? 12 : 16;
}

hex_rows::hex_rows(const row_layout& layout) : layout_(layout) {
  usual_ = layout.width == usual_width && layout.group == 1 && layout.offset_digits == usual_digits &&
           layout.characters && !layout.color;
  for (std::size_t i = 0; i < layout.width; ++i) columns_.push_back(static_cast<std::uint32_t>(column_of(i)));
  const std::size_t hex_stop = columns_.back() + 2U;
  blank_.assign(hex_stop, ' ');
  if (layout.characters) {
    blank_ += "  |";
    characters_at_ = blank_.size();
    blank_.append(layout.width, ' ');
    blank_ += '|';
  }
  blank_ += '\n';
  longest_row_ = blank_.size();
  // In colour, each byte may change colour and end a mark, among the digits and again among the characters.
  constexpr std::size_t longest_change = no_color.size() + highlight_color.size() + 5;
  if (layout.color) longest_row_ += (2 * layout.width + 4) * longest_change;
}

std::size_t hex_rows::column_of(std::size_t index) const noexcept {
  const std::size_t first = layout_.offset_digits > 0 ? layout_.offset_digits + 2 : 0;
  if (layout_.group == 0) return first + 2 * index;
  // A further space after every eighth byte helps the eye, where it does not cut a group.
  const std::size_t gaps = 8 % layout_.group == 0 && layout_.group < 8 ? index / 8 : 0;
  return first + 2 * index + index / layout_.group + gaps;
}

char* hex_rows::write(char* to, std::uint64_t offset, bytes_view bytes) const noexcept {
  if (layout_.color) return write_colored(to, offset, bytes, 0, 0);
  if (usual_ && bytes.size() == usual_width) return write_usual(to, blank_.data(), offset, bytes.data());
  return write_plain(to, offset, bytes);
}

char* hex_rows::write_full(char* to, std::uint64_t offset, bytes_view bytes) const noexcept {
  if (usual_) {
    for (std::size_t i = 0; i + usual_width <= bytes.size(); i += usual_width) {
      to = write_usual(to, blank_.data(), offset + i, bytes.data() + i);
    }
    return to;
  }
  for (std::size_t i = 0; i + layout_.width <= bytes.size(); i += layout_.width) {
    to = write(to, offset + i, bytes.subspan(i, layout_.width));
  }
  return to;
}

char* hex_rows::write_marked(char* to, std::uint64_t offset, bytes_view bytes, std::size_t start,
                             std::size_t stop) const noexcept {
  return layout_.color ? write_colored(to, offset, bytes, start, stop) : write(to, offset, bytes);
}

char* hex_rows::write_plain(char* to, std::uint64_t offset, bytes_view bytes) const noexcept {
  std::memcpy(to, blank_.data(), blank_.size());
  put_offset(to, offset, layout_.offset_digits);
  for (std::size_t i = 0; i < bytes.size(); ++i) put_pair(to + columns_[i], bytes[i]);
  char* end = to + columns_[bytes.size() - 1] + 2;
  if (layout_.characters) {
    end = to + characters_at_;
    for (const std::byte byte : bytes) *end++ = character_of(byte);
    *end++ = '|';
  }
  *end++ = '\n';
  return end;
}

char* hex_rows::write_colored(char* to, std::uint64_t offset, bytes_view bytes, std::size_t start,
                              std::size_t stop) const noexcept {
  put_offset(to, offset, layout_.offset_digits);
  to += layout_.offset_digits;
  std::size_t column = layout_.offset_digits;
  bool colored = false;
  bool marked = false;
  byte_class shown = byte_class::nul;
  const auto change = [&](std::size_t i) {
    const byte_class wanted = class_of(bytes[i]);
    const bool mark = i >= start && i < stop;
    if (marked && !mark) {
      to = put_text(to, no_color);
      colored = false;
    }
    if (!colored || wanted != shown) to = put_text(to, class_colors[static_cast<std::size_t>(wanted)]);
    if (mark && !marked) to = put_text(to, highlight_color);
    shown = wanted;
    colored = true;
    marked = mark;
  };
  const auto reset = [&] {
    to = put_text(to, no_color);
    colored = false;
    marked = false;
  };
  const auto pad_to = [&](std::size_t wanted) {
    if (marked && wanted > column) reset();
    to = std::fill_n(to, wanted - column, ' ');
    column = wanted;
  };
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    pad_to(columns_[i]);
    change(i);
    put_pair(to, bytes[i]);
    to += 2;
    column += 2;
  }
  reset();
  if (layout_.characters) {
    pad_to(characters_at_ - 1);
    *to++ = '|';
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      change(i);
      *to++ = character_of(bytes[i]);
    }
    reset();
    *to++ = '|';
  }
  *to++ = '\n';
  return to;
}

}  // namespace memosaic::cli
