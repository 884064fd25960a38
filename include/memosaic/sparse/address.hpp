#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "memosaic/bytes/endian.hpp"

/// Addresses of sparse memory, and the only place where an address and a length are added.
namespace memosaic {

/// What makes a type an address: `length` is the unsigned type that holds the distance of any two of its values.
template <typename Address>
struct address_traits;

template <>
struct address_traits<std::int64_t> {
  using length = std::uint64_t;
};

template <>
struct address_traits<int128> {
  using length = uint128;
};

/// A signed number that sparse memory can be addressed with. `std::signed_integral` would refuse 128 bits.
template <typename Type>
concept memory_address = requires {
  typename address_traits<Type>::length;
};

/// The distance of two addresses, or a count of bytes.
template <memory_address Address>
using address_length = typename address_traits<Address>::length;

template <memory_address Address>
inline constexpr Address lowest_address = static_cast<Address>(address_length<Address>{1} << (8 * sizeof(Address) - 1));

/// The greatest value is only ever an exclusive end: no byte is stored there. So every end is an address, and every
/// length fits `address_length`.
template <memory_address Address>
inline constexpr Address highest_stop = static_cast<Address>(~address_length<Address>{0} >> 1);

/// `stop - start` for `start <= stop`; it cannot overflow.
template <memory_address Address>
[[nodiscard]] constexpr address_length<Address> distance(Address start, Address stop) noexcept {
  return static_cast<address_length<Address>>(stop) - static_cast<address_length<Address>>(start);
}

/// `address + count`, or nothing when that is no address.
template <memory_address Address>
[[nodiscard]] constexpr std::optional<Address> checked_advance(Address address,
                                                               address_length<Address> count) noexcept {
  if (count > distance(address, highest_stop<Address>)) return std::nullopt;
  return static_cast<Address>(static_cast<address_length<Address>>(address) + count);
}

/// `address + offset`, or nothing when that is no address.
template <memory_address Address>
[[nodiscard]] constexpr std::optional<Address> checked_shift(Address address, Address offset) noexcept {
  if (offset >= 0) return checked_advance(address, static_cast<address_length<Address>>(offset));
  const auto back = address_length<Address>{0} - static_cast<address_length<Address>>(offset);
  if (back > distance(lowest_address<Address>, address)) return std::nullopt;
  return static_cast<Address>(static_cast<address_length<Address>>(address) - back);
}

/// The address as messages show it: `0x1F`, `-0x1F`.
template <memory_address Address>
[[nodiscard]] std::string address_text(Address address);

/// The same in decimal digits: `31`, `-31`.
template <memory_address Address>
[[nodiscard]] std::string decimal_text(Address address);

/// The address that a text is: decimal digits, or `0x` and hexadecimal ones, with a minus sign before either.
/// Errors: `std::invalid_argument` for anything else; `std::out_of_range` for what is no address of this type.
template <memory_address Address>
[[nodiscard]] Address parse_address(std::string_view text);

extern template std::string address_text<std::int64_t>(std::int64_t);
extern template std::string address_text<int128>(int128);
extern template std::string decimal_text<std::int64_t>(std::int64_t);
extern template std::string decimal_text<int128>(int128);
extern template std::int64_t parse_address<std::int64_t>(std::string_view);
extern template int128 parse_address<int128>(std::string_view);

/// The addresses `[start, stop)`.
template <memory_address Address>
struct basic_address_range {
  Address start = 0;
  Address stop = 0;

  [[nodiscard]] constexpr bool empty() const noexcept { return stop <= start; }
  [[nodiscard]] constexpr address_length<Address> size() const noexcept {
    return empty() ? address_length<Address>{0} : distance(start, stop);
  }
  [[nodiscard]] constexpr bool contains(Address address) const noexcept { return start <= address && address < stop; }
  friend constexpr bool operator==(const basic_address_range&, const basic_address_range&) = default;
};

/// What two ranges have in common; empty if that is nothing.
template <memory_address Address>
[[nodiscard]] constexpr basic_address_range<Address> intersection(basic_address_range<Address> a,
                                                                  basic_address_range<Address> b) noexcept {
  return {a.start < b.start ? b.start : a.start, a.stop < b.stop ? a.stop : b.stop};
}

using address_range = basic_address_range<std::int64_t>;

}  // namespace memosaic
