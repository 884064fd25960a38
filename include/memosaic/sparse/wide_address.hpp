#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <compare>
#include <cstddef>
#include <string_view>

#include "memosaic/sparse/address.hpp"
#include "memosaic/sparse/wide_length.hpp"

namespace memosaic {

/// An address beyond 128 bits: a signed number of 512 bits, from -2^511 to 2^511 - 1.
///
/// `basic_sparse_memory<wide_address>` is for address spaces that have no practical end: regions addressed by a hash of
/// 256 bits, or several machines' memories side by side. It is not a number without limit: one that allocates could
/// fail in the middle of a change, and a change of a memory is whole or has no effect. What would leave the range is an
/// error, as it is for the other addresses; nothing wraps.
///
/// Cost: 64 bytes, plain data. A memory addressed so takes about 140 bytes for an isolated byte, and its tree is five
/// times the size of one with 64 bits; where the bytes are many and their blocks few, that does not matter.
/// Errors: `std::out_of_range` from arithmetic, and from a conversion to an integer, whose result has no value.
class wide_address {
 public:
  constexpr wide_address() noexcept = default;  // zero

  template <built_in_integer Integer>
  constexpr wide_address(Integer value) noexcept : bits_(value) {}

  /// The same bits: how positions that wrap around become addresses again. Not checked.
  explicit constexpr wide_address(const wide_length& bits) noexcept : bits_(bits) {}
  /// The same bits, a negative address being a great number. Not checked.
  [[nodiscard]] explicit constexpr operator wide_length() const noexcept { return bits_; }

  template <built_in_integer Integer>
  [[nodiscard]] explicit constexpr operator Integer() const {
    const auto low = static_cast<Integer>(bits_.low_half());
    if (wide_length(low) != bits_) wide_length::throw_too_wide(8 * sizeof(Integer));
    return low;
  }

  [[nodiscard]] constexpr bool is_negative() const noexcept { return bits_.limbs().back() >> 63 != 0; }

  constexpr wide_address& operator+=(const wide_address& other) { return *this = *this + other; }
  constexpr wide_address& operator-=(const wide_address& other) { return *this = *this - other; }

  [[nodiscard]] friend constexpr wide_address operator+(const wide_address& a, const wide_address& b) {
    const wide_address sum(a.bits_ + b.bits_);
    if (a.is_negative() == b.is_negative() && sum.is_negative() != a.is_negative()) throw_beyond();
    return sum;
  }
  [[nodiscard]] friend constexpr wide_address operator-(const wide_address& a, const wide_address& b) {
    const wide_address difference(a.bits_ - b.bits_);
    if (a.is_negative() != b.is_negative() && difference.is_negative() != a.is_negative()) throw_beyond();
    return difference;
  }
  [[nodiscard]] constexpr wide_address operator-() const { return wide_address() - *this; }

  [[nodiscard]] friend constexpr bool operator==(const wide_address&, const wide_address&) noexcept = default;
  [[nodiscard]] friend constexpr std::strong_ordering operator<=>(const wide_address& a,
                                                                  const wide_address& b) noexcept {
    if (a.is_negative() != b.is_negative()) return b.is_negative() <=> a.is_negative();
    return a.bits_ <=> b.bits_;
  }

 private:
  [[noreturn]] static void throw_beyond();

  wide_length bits_;  ///< in two's complement
};

template <>
struct address_traits<wide_address> {
  using length = wide_length;
};

extern template std::string address_text<wide_address>(wide_address);
extern template std::string decimal_text<wide_address>(wide_address);
extern template wide_address parse_address<wide_address>(std::string_view);

}  // namespace memosaic

template <>
struct std::hash<memosaic::wide_address> {
  [[nodiscard]] std::size_t operator()(const memosaic::wide_address& address) const noexcept;
};
