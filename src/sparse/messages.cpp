// SPDX-License-Identifier: Apache-2.0
#include "sparse/messages.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>

#include "memosaic/sparse/wide_address.hpp"

namespace memosaic::sparse_core {

template <typename Length>
std::string count_text(Length count) {
  std::string text;
  do {
    text += static_cast<char>('0' + static_cast<int>(count % 10));
    count /= 10;
  } while (count != 0);
  std::ranges::reverse(text);
  return text;
}

template <memory_address Address>
std::string range_text(basic_address_range<Address> where) {
  std::string text = "[";
  text.append(address_text(where.start)).append(", ").append(address_text(where.stop)).append(")");
  return text;
}

template <memory_address Address>
void throw_hole(Address at) {
  throw std::out_of_range(std::string("nothing is stored at ").append(address_text(at)));
}

template <memory_address Address>
void throw_outside(basic_address_range<Address> asked, basic_address_range<Address> limits) {
  throw_leaving("content", asked, limits);
}

template <memory_address Address>
void throw_beyond(Address at, address_length<Address> count) {
  throw std::out_of_range(
      count_text(count).append(" addresses from ").append(address_text(at)).append(" on go beyond the last one"));
}

template <memory_address Address>
void throw_no_address(Address at, Address offset) {
  throw std::out_of_range(std::string("what lies ")
                              .append(address_text(offset))
                              .append(" from ")
                              .append(address_text(at))
                              .append(" is no address"));
}

template <typename Length>
void throw_number(std::string_view what, Length number, Length count) {
  std::string text(what);
  text.append(" ").append(count_text(number)).append(" of ").append(count_text(count));
  throw std::out_of_range(text);
}

void throw_changed() {
  throw std::logic_error("the memory was changed while it was walked; walk a snapshot of it instead");
}

template <memory_address Address>
void throw_refused(std::string_view what, basic_address_range<Address> where, std::string_view why) {
  std::string text(what);
  text.append(" of ").append(range_text(where)).append(" refused: ").append(why);
  throw std::invalid_argument(text);
}

template <memory_address Address>
void throw_leaving(std::string_view what, basic_address_range<Address> where, basic_address_range<Address> limits) {
  std::string text(what);
  text.append(" at ").append(range_text(where)).append(" would leave ").append(range_text(limits));
  throw std::out_of_range(text);
}

template <memory_address Address>
std::size_t size_in_memory(basic_address_range<Address> where) {
  const auto size = where.size();
  if (size > static_cast<std::size_t>(PTRDIFF_MAX)) {
    throw std::length_error(count_text(size).append(" bytes are more than memory holds"));
  }
  return static_cast<std::size_t>(size);
}

#define MEMOSAIC_MESSAGES_FOR(Address)                                                                       \
  template std::string range_text(basic_address_range<Address>);                                             \
  template std::string count_text(address_length<Address>);                                                  \
  template void throw_hole(Address);                                                                         \
  template void throw_outside(basic_address_range<Address>, basic_address_range<Address>);                   \
  template void throw_beyond(Address, address_length<Address>);                                              \
  template void throw_no_address(Address, Address);                                                          \
  template void throw_number(std::string_view, address_length<Address>, address_length<Address>);            \
  template void throw_refused(std::string_view, basic_address_range<Address>, std::string_view);             \
  template void throw_leaving(std::string_view, basic_address_range<Address>, basic_address_range<Address>); \
  template std::size_t size_in_memory(basic_address_range<Address>);

MEMOSAIC_MESSAGES_FOR(std::int64_t)
MEMOSAIC_MESSAGES_FOR(int128)
MEMOSAIC_MESSAGES_FOR(wide_address)

}  // namespace memosaic::sparse_core
