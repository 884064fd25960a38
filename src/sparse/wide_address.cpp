// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/wide_address.hpp"

#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "memosaic/bytes/hash.hpp"

/// The only file that sees Boost: multiplication and division, which nobody should write again.
namespace memosaic {
namespace {

// Of fixed size, it allocates nothing, and wraps around.
using number = boost::multiprecision::uint512_t;
static_assert(std::is_trivially_copyable_v<wide_address> && sizeof(wide_address) == 64);

number to_number(const wide_length& value) {
  number made;
  const auto& limbs = value.limbs();
  boost::multiprecision::import_bits(made, limbs.begin(), limbs.end(), 64, false);
  return made;
}

wide_length from_number(const number& value) {
  wide_length::limb_array limbs{};
  boost::multiprecision::export_bits(value, limbs.begin(), 64, false);
  return wide_length::from_limbs(limbs);
}

// Most lengths are those of bytes in memory.
bool is_small(const wide_length& value) { return value <= ~std::uint64_t{0}; }
std::uint64_t low(const wide_length& value) { return value.limbs().front(); }

}  // namespace

wide_length& wide_length::operator*=(const wide_length& other) noexcept {
  if (is_small(*this) && is_small(other)) return *this = uint128{low(*this)} * low(other);
  return *this = from_number(to_number(*this) * to_number(other));
}

wide_length& wide_length::operator/=(const wide_length& divisor) {
  if (is_small(*this) && is_small(divisor) && divisor != 0) return *this = low(*this) / low(divisor);
  return *this = from_number(to_number(*this) / to_number(divisor));
}

wide_length& wide_length::operator%=(const wide_length& divisor) {
  if (is_small(*this) && is_small(divisor) && divisor != 0) return *this = low(*this) % low(divisor);
  return *this = from_number(to_number(*this) % to_number(divisor));
}

void wide_length::throw_too_wide(std::size_t bits) {
  throw std::out_of_range("an address or length of 512 bits does not fit a number of " + std::to_string(bits));
}

void wide_address::throw_beyond() { throw std::out_of_range("the sum or difference of two addresses is no address"); }

}  // namespace memosaic

std::size_t std::hash<memosaic::wide_address>::operator()(const memosaic::wide_address& address) const noexcept {
  const auto bits = static_cast<memosaic::wide_length>(address);
  return memosaic::xxh3_64(std::as_bytes(std::span(bits.limbs())));
}
