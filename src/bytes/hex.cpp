// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/hex.hpp"

#include <algorithm>
#include <stdexcept>

#include "bytes/hex_kernels.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/error.hpp"

namespace memosaic {
namespace {

const hex_kernels& active_hex_kernels() noexcept {
  static const hex_kernels& kernels = hex_kernels_for(active_simd_level());
  return kernels;
}

bool is_digit(char c) noexcept { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

// `target` has room for all of it.
void write_hex(bytes_view bytes, char* target, const hex_format& format) noexcept {
  const hex_kernels& kernels = active_hex_kernels();
  if (format.group == 1 && format.separator.size() == 1 && !bytes.empty()) {
    const std::size_t separated = bytes.size() - 1;
    kernels.encode_separated(bytes.data(), separated, target, format.upper, format.separator.front());
    return kernels.encode(bytes.data() + separated, 1, target + 3 * separated, format.upper);
  }
  const std::size_t group = format.group == 0 ? bytes.size() : format.group;
  while (!bytes.empty()) {
    const std::size_t part = std::min(group, bytes.size());
    kernels.encode(bytes.data(), part, target, format.upper);
    target += 2 * part;
    bytes = bytes.subspan(part);
    if (!bytes.empty()) target = std::copy(format.separator.begin(), format.separator.end(), target);
  }
}

// Says what is wrong with the pair of characters at `at`.
[[noreturn]] void throw_bad_pair(std::string_view text, std::size_t at) {
  if (is_digit(text[at])) ++at;
  if (at == text.size()) throw format_error("", at, "the second digit of a byte is missing");
  const auto found = static_cast<unsigned char>(text[at]);
  std::string what = "expected a hexadecimal digit, found ";
  what += found > ' ' && found < 0x7f ? "'" + std::string(1, text[at]) + "'"
                                      : "byte 0x" + to_hex(std::as_bytes(std::span(&found, 1)));
  throw format_error("", at, what);
}

}  // namespace

std::size_t hex_size(std::size_t byte_count, const hex_format& format) {
  const std::size_t digits = multiply_sizes(byte_count, 2);
  if (byte_count == 0 || format.group == 0) return digits;
  return add_sizes(digits, multiply_sizes((byte_count - 1) / format.group, format.separator.size()));
}

std::string to_hex(bytes_view bytes, const hex_format& format) {
  std::string text(hex_size(bytes.size(), format), '\0');
  write_hex(bytes, text.data(), format);
  return text;
}

std::size_t to_hex(bytes_view bytes, std::span<char> target, const hex_format& format) {
  const std::size_t size = hex_size(bytes.size(), format);
  require_run(0, size, target.size());
  write_hex(bytes, target.data(), format);
  return size;
}

std::size_t from_hex(std::string_view text, mutable_bytes_view target, hex_spaces spaces) {
  const hex_kernels& kernels = active_hex_kernels();
  std::size_t at = 0;       // in the text
  std::size_t written = 0;  // to the target
  while (true) {
    if (spaces == hex_spaces::skipped) {
      while (at < text.size() && is_hex_space(text[at])) ++at;
    }
    const std::size_t pairs = (text.size() - at) / 2;
    if (pairs == 0) break;
    const std::size_t room = target.size() - written;
    if (room == 0) break;
    if (spaces == hex_spaces::skipped && pairs > 1 && is_hex_space(text[at + 2])) {
      const std::size_t most = std::min((text.size() - at) / 3, room);
      const std::size_t read = kernels.decode_separated(text.data() + at, most, target.data() + written);
      if (read == 0) throw_bad_pair(text, at);
      at += 3 * read;
      written += read;
      continue;
    }
    const std::size_t most = std::min(pairs, room);
    const std::size_t read = kernels.decode(text.data() + at, most, target.data() + written);
    at += 2 * read;
    written += read;
    const bool at_space = spaces == hex_spaces::skipped && at < text.size() && is_hex_space(text[at]);
    if (read < most && !at_space) throw_bad_pair(text, at);
  }
  if (at == text.size()) return written;
  if (text.size() - at == 1) throw_bad_pair(text, at);
  throw std::out_of_range("from_hex: the text holds more than the " + std::to_string(target.size()) +
                          " bytes of the target");
}

std::vector<std::byte> from_hex(std::string_view text, hex_spaces spaces) {
  std::vector<std::byte> bytes(text.size() / 2);
  bytes.resize(from_hex(text, mutable_bytes_view(bytes), spaces));
  return bytes;
}

}  // namespace memosaic
