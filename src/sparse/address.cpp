// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/address.hpp"

#include <algorithm>
#include <stdexcept>

#include "memosaic/sparse/wide_address.hpp"

namespace memosaic {
namespace {

template <memory_address Address>
address_length<Address> magnitude(Address address) {
  const auto bits = static_cast<address_length<Address>>(address);
  return address < 0 ? address_length<Address>{0} - bits : bits;
}

unsigned digit_value(char character) {
  if (character >= '0' && character <= '9') return static_cast<unsigned>(character - '0');
  if (character >= 'a' && character <= 'f') return static_cast<unsigned>(character - 'a') + 10;
  if (character >= 'A' && character <= 'F') return static_cast<unsigned>(character - 'A') + 10;
  return 99;
}

}  // namespace

template <memory_address Address>
std::string address_text(Address address) {
  auto rest = magnitude(address);
  std::string text;
  do {
    text += "0123456789ABCDEF"[static_cast<std::size_t>(rest & 15U)];
    rest >>= 4;
  } while (rest != 0U);
  text += address < 0 ? "x0-" : "x0";
  std::ranges::reverse(text);
  return text;
}

template <memory_address Address>
std::string decimal_text(Address address) {
  auto rest = magnitude(address);
  std::string text;
  do {
    text += static_cast<char>('0' + static_cast<int>(rest % 10U));
    rest /= 10U;
  } while (rest != 0U);
  if (address < 0) text += '-';
  std::ranges::reverse(text);
  return text;
}

template <memory_address Address>
Address parse_address(std::string_view text) {
  using length = address_length<Address>;
  auto digits = text;
  const bool negative = digits.starts_with('-');
  if (negative) digits.remove_prefix(1);
  const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
  if (hexadecimal) digits.remove_prefix(2);
  const unsigned base = hexadecimal ? 16 : 10;
  if (digits.empty() || std::ranges::any_of(digits, [&](char digit) { return digit_value(digit) >= base; })) {
    throw std::invalid_argument(std::string("\"").append(text).append(
        "\" is no address: write decimal digits, or 0x and hexadecimal digits, with a minus sign before either"));
  }
  const auto most = magnitude(negative ? lowest_address<Address> : highest_stop<Address>);
  length value = 0;
  for (const char character : digits) {
    const length digit = digit_value(character);
    if (value > (most - digit) / base) {
      throw std::out_of_range(std::string("the address ")
                                  .append(text)
                                  .append(" is not in [")
                                  .append(address_text(lowest_address<Address>))
                                  .append(", ")
                                  .append(address_text(highest_stop<Address>))
                                  .append("]"));
    }
    value = value * base + digit;
  }
  return static_cast<Address>(negative ? length{0} - value : value);
}

#define MEMOSAIC_ADDRESS_TEXT_FOR(Address)    \
  template std::string address_text(Address); \
  template std::string decimal_text(Address); \
  template Address parse_address<Address>(std::string_view);

MEMOSAIC_ADDRESS_TEXT_FOR(std::int64_t)
MEMOSAIC_ADDRESS_TEXT_FOR(int128)
MEMOSAIC_ADDRESS_TEXT_FOR(wide_address)

}  // namespace memosaic
