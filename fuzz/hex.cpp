// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "memosaic/bytes/hex.hpp"
#include "memosaic/error.hpp"

// Any text, read strictly and with spaces skipped, against a reader of one character after the other; then what was
// read, written in every format and read again.
namespace {

using namespace memosaic;

struct reading {
  std::vector<std::byte> bytes;
  std::optional<std::uint64_t> bad;  // where the first wrong character is

  friend bool operator==(const reading&, const reading&) = default;
};

std::optional<unsigned> digit(std::string_view text, std::size_t at) {
  if (at >= text.size()) return std::nullopt;
  const std::size_t value = std::string_view("0123456789abcdefABCDEF").find(text[at]);
  if (value == std::string_view::npos) return std::nullopt;
  return static_cast<unsigned>(value < 16 ? value : value - 6);
}

reading naive(std::string_view text, hex_spaces spaces) {
  reading result;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    while (spaces == hex_spaces::skipped && at < text.size() && std::string_view(" \t\n\v\f\r").find(text[at]) != npos)
      ++at;
    if (at == text.size()) break;
    const auto high = digit(text, at);
    const auto low = digit(text, at + 1);
    if (!high || !low) return {{}, high ? at + 1 : at};
    result.bytes.push_back(static_cast<std::byte>(*high << 4 | *low));
  }
  return result;
}

reading ours(std::string_view text, hex_spaces spaces) {
  try {
    return {from_hex(text, spaces), std::nullopt};
  } catch (const format_error& error) {
    return {{}, error.offset()};
  }
}

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const hex_spaces spaces : {hex_spaces::refused, hex_spaces::skipped}) {
    require(ours(text, spaces) == naive(text, spaces));
  }
  const bytes_view bytes = std::as_bytes(std::span(data, size));
  for (const bool upper : {false, true}) {
    for (const std::size_t group : {0u, 1u, 2u, 16u}) {
      for (const std::string_view separator : {"", " ", "\r\n"}) {
        const hex_format format{.upper = upper, .group = group, .separator = separator};
        const std::string written = to_hex(bytes, format);
        require(written.size() == hex_size(size, format));
        require(ours(written, hex_spaces::skipped) == reading{{bytes.begin(), bytes.end()}, std::nullopt});
      }
    }
  }
  return 0;
}
