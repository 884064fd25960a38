#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <stdexcept>

#include "memosaic/sparse/address.hpp"

/// Multiples of a width, counted from address 0 in both directions.
///
/// Errors: `std::invalid_argument` for a width of 0.
namespace memosaic {

/// How far an address lies above the multiple at or below it.
template <memory_address Address>
[[nodiscard]] constexpr address_length<Address> above_multiple(Address address, address_length<Address> width) {
  using length = address_length<Address>;
  if (width == length{0}) throw std::invalid_argument("multiples of 0 bytes; name a width of at least 1");
  const Address zero = 0;
  if (address >= zero) return distance(zero, address) % width;
  const length below = distance(address, zero) % width;
  return below == length{0} ? below : width - below;
}

/// The greatest multiple at or below an address, or nothing when that is no address.
template <memory_address Address>
[[nodiscard]] constexpr std::optional<Address> aligned_down(Address address, address_length<Address> width) {
  const auto above = above_multiple(address, width);
  if (above > distance(lowest_address<Address>, address)) return std::nullopt;
  return static_cast<Address>(static_cast<address_length<Address>>(address) - above);
}

/// The least multiple at or above an address, or nothing when that is no address.
template <memory_address Address>
[[nodiscard]] constexpr std::optional<Address> aligned_up(Address address, address_length<Address> width) {
  const auto above = above_multiple(address, width);
  return above == address_length<Address>{0} ? address : checked_advance(address, width - above);
}

/// The least multiple above an address, or nothing when that is no address.
template <memory_address Address>
[[nodiscard]] constexpr std::optional<Address> next_multiple(Address address, address_length<Address> width) {
  return checked_advance(address, width - above_multiple(address, width));
}

}  // namespace memosaic
