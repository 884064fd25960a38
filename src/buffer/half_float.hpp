#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

/// Numbers of 16 bits after IEEE 754-2008: 1 bit of sign, 5 of exponent (bias 15), 10 of fraction.
namespace memosaic {

[[nodiscard]] inline double half_to_double(std::uint16_t half) noexcept {
  const int exponent = half >> 10 & 0x1f;
  const int fraction = half & 0x3ff;
  double magnitude = 0;
  if (exponent == 0) {
    magnitude = std::ldexp(fraction, -24);
  } else if (exponent != 0x1f) {
    magnitude = std::ldexp(fraction + 0x400, exponent - 25);
  } else {
    magnitude = fraction == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  }
  return std::copysign(magnitude, half >> 15 == 0 ? 1.0 : -1.0);
}

/// Rounded once, to the nearest, ties to even; nothing if a finite number would become infinite.
[[nodiscard]] inline std::optional<std::uint16_t> double_to_half(double value) noexcept {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const auto sign = static_cast<std::uint16_t>(bits >> 48 & 0x8000);
  if (std::isnan(value)) return static_cast<std::uint16_t>(sign | 0x7e00);
  if (std::isinf(value)) return static_cast<std::uint16_t>(sign | 0x7c00);
  // How many steps of the half's spacing at this magnitude: `nearbyint` rounds as the machine does by default. Below
  // 2^-14 the spacing stays at 2^-24. A carry out of the fraction goes into the exponent, where it belongs.
  const double magnitude = std::fabs(value);
  const int exponent = magnitude < 0x1p-14 ? -14 : std::ilogb(magnitude);
  if (exponent > 15) return std::nullopt;
  const auto steps = static_cast<unsigned>(std::nearbyint(std::ldexp(magnitude, 10 - exponent)));
  const auto biased = static_cast<unsigned>(exponent + 14) * 0x400 + steps;
  if (biased >= 0x7c00) return std::nullopt;
  return static_cast<std::uint16_t>(sign | biased);
}

}  // namespace memosaic
