#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "memosaic/table/calendar.hpp"
#include "memosaic/table/value.hpp"

namespace memosaic::table_core {

/// What a text that is a number of RFC 8259 can be kept as without a loss, the narrowest that can.
///
/// `float64` if it is written with a point or an exponent (or is -0), and the shortest text of the nearest float64 is
/// the same number; `decimal` for the rest. `none` for what is no such number: leading zeros, a plus sign, spaces.
enum class number_form : std::uint8_t { none, int64, uint64, float64, decimal };
[[nodiscard]] number_form form_of_number(std::string_view text);

/// Whether the text of a number is one that float64 keeps, be it written as an integer or not.
[[nodiscard]] bool is_float64(std::string_view text);

/// The number. `form` is what `form_of_number` said.
[[nodiscard]] value number_of(std::string_view text, number_form form);

/// The float64 that "NaN", "Infinity" and "-Infinity" name.
[[nodiscard]] std::optional<double> special_float64(std::string_view text) noexcept;

/// The extended forms of ISO 8601: 2024-02-29; 2024-02-29T12:30:00.25+01:00 with "T" or a space, seconds and up to six
/// digits of them optional, "Z" or an offset optional. Years beyond four digits have a sign.
[[nodiscard]] std::optional<date> date_of(std::string_view text) noexcept;
[[nodiscard]] std::optional<datetime> datetime_of(std::string_view text) noexcept;

void append_date(std::string& target, date day);
/// With "T", seconds, and six digits of them if they are not 0. The fold has no form in ISO 8601 and is left out.
void append_datetime(std::string& target, const datetime& time);
/// The shortest that reads back as the same, with a point or an exponent.
void append_float64(std::string& target, double number);

}  // namespace memosaic::table_core
