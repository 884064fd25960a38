#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <boost/multiprecision/cpp_int.hpp>
#include <compare>
#include <cstdint>

#include "memosaic/sparse/wide_address.hpp"

namespace memosaic {

/// A number without limit, for models of what happens at the ends of addresses: Boost's, with conversions to ours.
class big_number {
 public:
  using number = boost::multiprecision::cpp_int;

  big_number() = default;
  template <built_in_integer Integer>
  big_number(Integer value) : value_(value < 0 ? -1 : 0) {
    value_ <<= 64;
    value_ += static_cast<std::uint64_t>(static_cast<uint128>(value) >> 64);
    value_ <<= 64;
    value_ += static_cast<std::uint64_t>(value);
  }
  big_number(const wide_address& address) : big_number(static_cast<wide_length>(address)) {
    if (address.is_negative()) value_ -= number(1) << 512;
  }
  explicit big_number(const wide_length& length) {
    for (unsigned i = wide_length::limb_count; i-- > 0;) {
      value_ <<= 64;
      value_ += length.limbs()[i];
    }
  }
  explicit big_number(number value) : value_(std::move(value)) {}

  /// The lowest bits of the number, however big it is.
  template <built_in_integer Integer>
  explicit operator Integer() const {
    return static_cast<Integer>(uint128{limb(1)} << 64 | limb(0));
  }
  explicit operator wide_length() const {
    wide_length::limb_array limbs;
    for (unsigned i = 0; i < limbs.size(); ++i) limbs[i] = limb(i);
    return wide_length::from_limbs(limbs);
  }
  explicit operator wide_address() const { return wide_address(static_cast<wide_length>(*this)); }

  [[nodiscard]] const number& value() const { return value_; }

  big_number& operator++() {
    value_ += 1;  // ++ of Boost 1.74 loses the sign where the lowest limb of a negative number becomes 0
    return *this;
  }
  friend big_number operator+(const big_number& a, const big_number& b) { return big_number(a.value_ + b.value_); }
  friend big_number operator-(const big_number& a, const big_number& b) { return big_number(a.value_ - b.value_); }
  friend big_number operator*(const big_number& a, const big_number& b) { return big_number(a.value_ * b.value_); }
  friend big_number operator/(const big_number& a, const big_number& b) { return big_number(a.value_ / b.value_); }
  friend big_number operator%(const big_number& a, const big_number& b) { return big_number(a.value_ % b.value_); }
  friend bool operator==(const big_number& a, const big_number& b) { return a.value_ == b.value_; }
  friend std::strong_ordering operator<=>(const big_number& a, const big_number& b) {
    return a.value_.compare(b.value_) <=> 0;
  }

 private:
  [[nodiscard]] std::uint64_t limb(unsigned index) const {
    const number modulus = number(1) << 512;
    const number bits = ((value_ % modulus + modulus) % modulus) >> (64 * index);
    return static_cast<std::uint64_t>(bits & ~std::uint64_t{0});
  }

  number value_;
};

}  // namespace memosaic
