#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace memosaic {

/// A decimal number of any precision, as it was written: 1.50 keeps its zero.
///
/// The value is digits x 10^exponent. `digits` has no zeros in front; it is empty for 0, and for a NaN that says no
/// more. Equal means equal in every member; as keys, 1.5 and 1.50 are the same.
struct decimal {
  enum class form_kind : std::uint8_t { finite = 0, infinite = 1, nan = 2, signalling_nan = 3 };

  bool negative = false;
  form_kind form = form_kind::finite;
  std::int64_t exponent = 0;
  std::string digits;  ///< '0' to '9'

  /// The most digits that can be stored.
  static constexpr std::size_t most_digits = (std::size_t{1} << 29) - 1;

  /// Reads "-12.50", "1E+3", "Infinity", "NaN", "sNaN12". Errors: `std::invalid_argument`.
  [[nodiscard]] static decimal from_text(std::string_view text);

  /// The shortest text that reads back as the same, in the manner of the General Decimal Arithmetic Specification.
  [[nodiscard]] std::string to_text() const;

  /// Without the zeros at the end of the digits: one form for each number.
  [[nodiscard]] decimal normalised() const;

  friend bool operator==(const decimal&, const decimal&) = default;
};

}  // namespace memosaic
