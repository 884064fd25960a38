// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdint>
#include <string_view>

#include "bytes/hex_kernels.hpp"

namespace memosaic {
namespace {

constexpr std::string_view lower_digits = "0123456789abcdef";
constexpr std::string_view upper_digits = "0123456789ABCDEF";
constexpr std::uint8_t no_digit = 0xff;

constexpr std::array<std::uint8_t, 256> make_digit_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::uint8_t value = 0; value < 16; ++value) {
    values[static_cast<unsigned char>(lower_digits[value])] = value;
    values[static_cast<unsigned char>(upper_digits[value])] = value;
  }
  return values;
}

constexpr auto digit_values = make_digit_values();

void encode(const std::byte* bytes, std::size_t size, char* text, bool upper) noexcept {
  const std::string_view digits = upper ? upper_digits : lower_digits;
  for (std::size_t at = 0; at < size; ++at) {
    const auto value = std::to_integer<std::size_t>(bytes[at]);
    text[2 * at] = digits[value >> 4];
    text[2 * at + 1] = digits[value & 0xf];
  }
}

std::size_t decode(const char* text, std::size_t pairs, std::byte* bytes) noexcept {
  for (std::size_t at = 0; at < pairs; ++at) {
    const std::uint8_t high = digit_values[static_cast<unsigned char>(text[2 * at])];
    const std::uint8_t low = digit_values[static_cast<unsigned char>(text[2 * at + 1])];
    if ((high | low) == no_digit) return at;
    bytes[at] = static_cast<std::byte>((high << 4) | low);
  }
  return pairs;
}

}  // namespace

const hex_kernels scalar_hex_kernels = {encode, decode};

}  // namespace memosaic
