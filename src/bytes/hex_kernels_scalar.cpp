// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdint>
#include <cstring>
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

// Two digits for every byte; one copy of both is quicker than two look-ups.
using digit_pairs = std::array<std::array<char, 2>, 256>;

constexpr digit_pairs make_digit_pairs(std::string_view digits) {
  digit_pairs pairs{};
  for (std::size_t value = 0; value < pairs.size(); ++value) pairs[value] = {digits[value >> 4], digits[value & 0xf]};
  return pairs;
}

constexpr digit_pairs lower_pairs = make_digit_pairs(lower_digits);
constexpr digit_pairs upper_pairs = make_digit_pairs(upper_digits);

void encode(const std::byte* bytes, std::size_t size, char* text, bool upper) noexcept {
  const digit_pairs& pairs = upper ? upper_pairs : lower_pairs;
  for (std::size_t at = 0; at < size; ++at)
    std::memcpy(text + 2 * at, &pairs[std::to_integer<std::size_t>(bytes[at])], 2);
}

void encode_separated(const std::byte* bytes, std::size_t size, char* text, bool upper, char separator) noexcept {
  const digit_pairs& pairs = upper ? upper_pairs : lower_pairs;
  for (std::size_t at = 0; at < size; ++at) {
    std::memcpy(text + 3 * at, &pairs[std::to_integer<std::size_t>(bytes[at])], 2);
    text[3 * at + 2] = separator;
  }
}

// Reads the pair at `text`, unless it holds a character that is no digit.
bool decode_pair(const char* text, std::byte& byte) noexcept {
  const std::uint8_t high = digit_values[static_cast<unsigned char>(text[0])];
  const std::uint8_t low = digit_values[static_cast<unsigned char>(text[1])];
  if ((high | low) == no_digit) return false;
  byte = static_cast<std::byte>((high << 4) | low);
  return true;
}

std::size_t decode(const char* text, std::size_t pairs, std::byte* bytes) noexcept {
  std::size_t at = 0;
  while (at < pairs && decode_pair(text + 2 * at, bytes[at])) ++at;
  return at;
}

std::size_t decode_separated(const char* text, std::size_t pairs, std::byte* bytes) noexcept {
  std::size_t at = 0;
  while (at < pairs && is_hex_space(text[3 * at + 2]) && decode_pair(text + 3 * at, bytes[at])) ++at;
  return at;
}

}  // namespace

const hex_kernels scalar_hex_kernels = {encode, encode_separated, decode, decode_separated};

}  // namespace memosaic
