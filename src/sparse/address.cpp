// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/address.hpp"

#include <algorithm>

namespace memosaic {

template <memory_address Address>
std::string address_text(Address address) {
  auto rest = static_cast<address_length<Address>>(address);
  if (address < 0) rest = address_length<Address>{0} - rest;
  std::string text;
  do {
    text += "0123456789ABCDEF"[static_cast<std::size_t>(rest & 15U)];
    rest >>= 4;
  } while (rest != 0);
  text += address < 0 ? "x0-" : "x0";
  std::ranges::reverse(text);
  return text;
}

template std::string address_text<std::int64_t>(std::int64_t);
template std::string address_text<int128>(int128);

}  // namespace memosaic
