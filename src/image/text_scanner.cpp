// SPDX-License-Identifier: Apache-2.0
#include "image/text_scanner.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "bytes/hex_kernels.hpp"
#include "image/shown_text.hpp"

namespace memosaic::image_core {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t most_digits = 16;
constexpr std::size_t longest_token = 64;

/// How much of a line before a place is shown with it.
constexpr std::size_t shown_before = 48;

std::string wrong_digit(std::string_view what, char found) {
  return std::string(what).append(": expected a hexadecimal digit, found ").append(shown_character(found));
}

scanned_number wrong(std::size_t at, std::string reason) { return {0, at, std::move(reason)}; }

const hex_kernels& active_hex_kernels() noexcept {
  static const hex_kernels& kernels = hex_kernels_for(active_simd_level());
  return kernels;
}

constexpr std::array<bool, 256> set_of(std::string_view characters) noexcept {
  std::array<bool, 256> set{};
  for (const char c : characters) set[static_cast<unsigned char>(c)] = true;
  return set;
}

bool is_in(const std::array<bool, 256>& set, char c) noexcept { return set[static_cast<unsigned char>(c)]; }

}  // namespace

scanned_number scan_number(std::string_view digits, std::string_view what) {
  std::uint64_t value = 0;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    const unsigned digit = digit_value(digits[at]);
    if (digit == 16) return wrong(at, wrong_digit(what, digits[at]));
    if (at == most_digits) return wrong(at, std::string(what) + ": more than 16 digits");
    value = value << 4 | digit;
  }
  if (digits.empty()) return wrong(0, std::string(what) + ": expected a hexadecimal digit, found none");
  return {value, 0, {}};
}

scanned_number scan_byte(std::string_view digits, std::string_view what) {
  for (std::size_t at = 0; at < std::min(digits.size(), std::size_t{2}); ++at) {
    if (digit_value(digits[at]) == 16) return wrong(at, wrong_digit(what, digits[at]));
  }
  if (digits.size() == 2) return {digit_value(digits[0]) << 4 | digit_value(digits[1]), 0, {}};
  const std::string found = digits.empty() ? "none" : digits.size() == 1 ? "1" : "more";
  return wrong(std::min(digits.size(), std::size_t{2}), std::string(what) + ": expected 2 digits, found " + found);
}

text_scanner::text_scanner(bytes_view text) noexcept : text_(text_of(text)) {
  if (text_.starts_with(byte_order_mark)) at_ = counted_ = line_start_ = byte_order_mark.size();
}

void text_scanner::skip_spaces() noexcept {
  while (!at_end() && is_hex_space(front())) ++at_;
}

void text_scanner::skip_until(std::string_view stops) noexcept {
  const auto set = set_of(stops);
  while (!at_end() && !is_in(set, front())) ++at_;
}

std::string_view text_scanner::token(std::string_view stops) const noexcept {
  const auto window = rest().substr(0, longest_token);
  const auto set = set_of(stops);
  const auto stop = std::find_if(window.begin(), window.end(), [&](char c) { return is_in(set, c); });
  return window.substr(0, static_cast<std::size_t>(stop - window.begin()));
}

std::size_t text_scanner::read_spaced_bytes(mutable_bytes_view target) noexcept {
  const std::size_t most = std::min((text_.size() - at_) / 3, target.size());
  const std::size_t read = active_hex_kernels().decode_separated(text_.data() + at_, most, target.data());
  at_ += 3 * read;
  return read;
}

std::size_t text_scanner::behind_bytes(std::size_t offset, std::size_t bytes) const noexcept {
  std::size_t digits = 2 * bytes;
  for (; offset < text_.size(); ++offset) {
    if (digit_value(text_[offset]) == 16) continue;
    if (digits == 0) break;
    --digits;
  }
  return offset;
}

file_place text_scanner::place_of(std::size_t offset) noexcept {
  while (counted_ < offset) {
    const char* const from = text_.data() + counted_;
    const std::size_t size = offset - counted_;
    const void* const feed = std::memchr(from, '\n', size);
    const std::size_t stretch =
        feed == nullptr ? size : static_cast<std::size_t>(static_cast<const char*>(feed) - from);
    // A CR before the LF that is next to it belongs to that one; all others end lines too.
    for (std::size_t i = 0; i < stretch; ++i) {
      const void* const found = std::memchr(from + i, '\r', stretch - i);
      if (found == nullptr) break;
      i = static_cast<std::size_t>(static_cast<const char*>(found) - from);
      const std::size_t behind = counted_ + i + 1;
      if (behind < text_.size() && text_[behind] == '\n') continue;
      ++line_;
      line_start_ = behind;
    }
    counted_ += stretch;
    if (feed == nullptr) continue;
    ++counted_;
    ++line_;
    line_start_ = counted_;
  }
  const std::size_t column = offset - line_start_;
  const std::size_t shown = column <= shown_before ? line_start_ : offset;
  auto record = text_.substr(shown, shown_before + longest_shown);
  for (const char line_end : {'\n', '\r'}) record = record.substr(0, record.find(line_end, offset - shown));
  return {offset, line_, column + 1, record};
}

}  // namespace memosaic::image_core
