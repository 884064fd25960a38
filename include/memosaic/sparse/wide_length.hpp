#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "memosaic/bytes/endian.hpp"

namespace memosaic {

/// Every built-in integer, those of 128 bits included; `bool` is none.
template <typename Type>
concept built_in_integer =
    (std::integral<Type> && !std::same_as<Type, bool>) || std::same_as<Type, int128> || std::same_as<Type, uint128>;

/// The distance of two addresses of 512 bits: an unsigned number of as many bits.
///
/// It behaves as the built-in unsigned integers do: it wraps around modulo 2^512, and a negative integer turned into
/// one wraps too. What differs: turning it into a smaller integer is checked. It is plain data that allocates nothing,
/// so that only division and the conversion to smaller integers can throw.
///
/// Errors: `std::out_of_range` from a conversion that would lose digits.
class wide_length {
 public:
  static constexpr unsigned limb_count = 8;
  using limb_array = std::array<std::uint64_t, limb_count>;

  constexpr wide_length() noexcept = default;  // zero

  template <built_in_integer Integer>
  constexpr wide_length(Integer value) noexcept {
    limbs_[0] = static_cast<std::uint64_t>(value);
    limbs_[1] = static_cast<std::uint64_t>(static_cast<uint128>(value) >> 64);
    if constexpr (is_signed<Integer>) {
      if (value < 0) {
        for (unsigned i = 2; i < limb_count; ++i) limbs_[i] = ~std::uint64_t{0};
      }
    }
  }

  /// From 64 bits at a time, the least significant first.
  [[nodiscard]] static constexpr wide_length from_limbs(const limb_array& limbs) noexcept {
    wide_length made;
    made.limbs_ = limbs;
    return made;
  }
  [[nodiscard]] constexpr const limb_array& limbs() const noexcept MEMOSAIC_LIFETIMEBOUND { return limbs_; }

  template <built_in_integer Integer>
  [[nodiscard]] explicit constexpr operator Integer() const {
    const auto low = static_cast<Integer>(low_half());
    if ((is_signed<Integer> && low < Integer{}) || wide_length(low) != *this) throw_too_wide(8 * sizeof(Integer));
    return low;
  }

  constexpr wide_length& operator+=(const wide_length& other) noexcept {
    bool carry = false;
    for (unsigned i = 0; i < limb_count; ++i) {
      const bool first = __builtin_add_overflow(limbs_[i], other.limbs_[i], &limbs_[i]);
      const bool second = __builtin_add_overflow(limbs_[i], std::uint64_t{carry}, &limbs_[i]);
      carry = first || second;
    }
    return *this;
  }
  constexpr wide_length& operator-=(const wide_length& other) noexcept {
    bool borrow = false;
    for (unsigned i = 0; i < limb_count; ++i) {
      const bool first = __builtin_sub_overflow(limbs_[i], other.limbs_[i], &limbs_[i]);
      const bool second = __builtin_sub_overflow(limbs_[i], std::uint64_t{borrow}, &limbs_[i]);
      borrow = first || second;
    }
    return *this;
  }
  constexpr wide_length& operator++() noexcept { return *this += 1; }
  constexpr wide_length& operator--() noexcept { return *this -= 1; }

  constexpr wide_length& operator&=(const wide_length& other) noexcept {
    for (unsigned i = 0; i < limb_count; ++i) limbs_[i] &= other.limbs_[i];
    return *this;
  }
  [[nodiscard]] constexpr wide_length operator~() const noexcept {
    wide_length inverse;
    for (unsigned i = 0; i < limb_count; ++i) inverse.limbs_[i] = ~limbs_[i];
    return inverse;
  }

  /// Shifts by fewer than 512 bits.
  constexpr wide_length& operator<<=(unsigned bits) noexcept {
    const unsigned whole = bits / 64;
    for (unsigned i = limb_count; i-- > 0;) {
      const auto upper = i >= whole ? limbs_[i - whole] : 0;
      const auto lower = i > whole ? limbs_[i - whole - 1] : 0;
      limbs_[i] = bits % 64 == 0 ? upper : upper << (bits % 64) | lower >> (64 - bits % 64);
    }
    return *this;
  }
  constexpr wide_length& operator>>=(unsigned bits) noexcept {
    const unsigned whole = bits / 64;
    for (unsigned i = 0; i < limb_count; ++i) {
      const auto lower = i + whole < limb_count ? limbs_[i + whole] : 0;
      const auto upper = i + whole + 1 < limb_count ? limbs_[i + whole + 1] : 0;
      limbs_[i] = bits % 64 == 0 ? lower : lower >> (bits % 64) | upper << (64 - bits % 64);
    }
    return *this;
  }

  wide_length& operator*=(const wide_length& other) noexcept;
  /// Errors: `std::overflow_error` for a divisor of 0, here and below.
  wide_length& operator/=(const wide_length& divisor);
  wide_length& operator%=(const wide_length& divisor);

  [[nodiscard]] friend constexpr wide_length operator+(wide_length a, const wide_length& b) noexcept { return a += b; }
  [[nodiscard]] friend constexpr wide_length operator-(wide_length a, const wide_length& b) noexcept { return a -= b; }
  [[nodiscard]] friend constexpr wide_length operator&(wide_length a, const wide_length& b) noexcept { return a &= b; }
  [[nodiscard]] friend wide_length operator*(wide_length a, const wide_length& b) noexcept { return a *= b; }
  [[nodiscard]] friend wide_length operator/(wide_length a, const wide_length& b) { return a /= b; }
  [[nodiscard]] friend wide_length operator%(wide_length a, const wide_length& b) { return a %= b; }
  [[nodiscard]] friend constexpr wide_length operator<<(wide_length a, unsigned bits) noexcept { return a <<= bits; }
  [[nodiscard]] friend constexpr wide_length operator>>(wide_length a, unsigned bits) noexcept { return a >>= bits; }

  [[nodiscard]] friend constexpr bool operator==(const wide_length&, const wide_length&) noexcept = default;
  [[nodiscard]] friend constexpr std::strong_ordering operator<=>(const wide_length& a, const wide_length& b) noexcept {
    for (unsigned i = limb_count; i-- > 1;) {
      if (a.limbs_[i] != b.limbs_[i]) return a.limbs_[i] <=> b.limbs_[i];
    }
    return a.limbs_[0] <=> b.limbs_[0];
  }

 private:
  friend class wide_address;

  // `std::is_signed` knows nothing of 128 bits in strict mode.
  template <typename Integer>
  static constexpr bool is_signed = static_cast<Integer>(-1) < static_cast<Integer>(1);

  [[nodiscard]] constexpr uint128 low_half() const noexcept { return uint128{limbs_[1]} << 64 | limbs_[0]; }
  [[noreturn]] static void throw_too_wide(std::size_t bits);

  limb_array limbs_{};  ///< the least significant first
};

}  // namespace memosaic
