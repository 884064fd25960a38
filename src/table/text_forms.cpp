// SPDX-License-Identifier: Apache-2.0
#include "table/text_forms.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace memosaic::table_core {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

std::size_t take_digits(std::string_view& rest) noexcept {
  std::size_t count = 0;
  while (count < rest.size() && is_digit(rest[count])) ++count;
  rest.remove_prefix(count);
  return count;
}

struct number_shape {
  bool integer = false;
  std::size_t digits = 0;  ///< all but those of the exponent
  bool exponent = false;
};

std::optional<number_shape> shape_of(std::string_view rest) noexcept {
  if (!rest.empty() && rest.front() == '-') rest.remove_prefix(1);
  const bool zero = !rest.empty() && rest.front() == '0';
  number_shape shape{true, take_digits(rest)};
  if (shape.digits == 0 || (zero && shape.digits > 1)) return std::nullopt;
  if (!rest.empty() && rest.front() == '.') {
    rest.remove_prefix(1);
    const std::size_t fraction = take_digits(rest);
    if (fraction == 0) return std::nullopt;
    shape.digits += fraction;
    shape.integer = false;
  }
  if (!rest.empty() && (rest.front() == 'e' || rest.front() == 'E')) {
    rest.remove_prefix(1);
    if (!rest.empty() && (rest.front() == '+' || rest.front() == '-')) rest.remove_prefix(1);
    if (take_digits(rest) == 0) return std::nullopt;
    shape.integer = false;
    shape.exponent = true;
  }
  return rest.empty() ? std::optional(shape) : std::nullopt;
}

template <typename Number>
std::optional<Number> parsed(std::string_view text) noexcept {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Days from 1970-01-01 of a date that exists. Source: H. Hinnant, chrono-compatible low-level date algorithms.
std::int64_t days_of(std::int64_t year, std::int64_t month, std::int64_t day) noexcept {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t of_era = year - era * 400;
  const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/// As many digits as asked for, below `limit`.
std::optional<std::int64_t> take_number(std::string_view& rest, std::size_t digits, std::int64_t limit) noexcept {
  if (rest.size() < digits) return std::nullopt;
  std::int64_t number = 0;
  for (const char c : rest.substr(0, digits)) {
    if (!is_digit(c)) return std::nullopt;
    number = number * 10 + (c - '0');
  }
  rest.remove_prefix(digits);
  return number < limit ? std::optional(number) : std::nullopt;
}

bool take(std::string_view& rest, char wanted) noexcept {
  if (rest.empty() || rest.front() != wanted) return false;
  rest.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> take_day(std::string_view& rest) noexcept {
  const bool negative = take(rest, '-');
  const bool expanded = negative || take(rest, '+');
  const auto digits = std::min(rest.find('-'), rest.size());
  if (expanded ? digits < 4 || digits > 7 : digits != 4) return std::nullopt;
  auto year = take_number(rest, digits, 10'000'000);
  if (!year || !take(rest, '-')) return std::nullopt;
  if (negative) year = -*year;
  const auto month = take_number(rest, 2, 13);
  if (!month || *month == 0 || !take(rest, '-')) return std::nullopt;
  const auto day = take_number(rest, 2, 32);
  static constexpr std::array<std::int64_t, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = *year % 4 == 0 && (*year % 100 != 0 || *year % 400 == 0);
  const std::int64_t length = lengths[static_cast<std::size_t>(*month - 1)] + (leap && *month == 2 ? 1 : 0);
  if (!day || *day == 0 || *day > length) return std::nullopt;
  return days_of(*year, *month, *day);
}

/// Seconds, of hh:mm or hh:mm:ss; nothing if it is neither.
std::optional<std::int64_t> take_clock(std::string_view& rest, bool& has_seconds) noexcept {
  const auto hour = take_number(rest, 2, 24);
  if (!hour || !take(rest, ':')) return std::nullopt;
  const auto minute = take_number(rest, 2, 60);
  if (!minute) return std::nullopt;
  has_seconds = take(rest, ':');
  const auto second = has_seconds ? take_number(rest, 2, 60) : std::optional<std::int64_t>(0);
  if (!second) return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

void append_padded(std::string& target, std::int64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  if (digits.size() < width) target.append(width - digits.size(), '0');
  target += digits;
}

/// Source: as `days_of`.
void append_day(std::string& target, std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t of_era = days - era * 146097;
  const std::int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const std::int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * of_year + 2) / 153;
  const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  const bool plain = year >= 0 && year <= 9999;
  if (!plain) target += year < 0 ? '-' : '+';
  append_padded(target, year < 0 ? -year : year, plain ? 4 : 6);
  target += '-';
  append_padded(target, month, 2);
  target += '-';
  append_padded(target, of_year - (153 * shifted + 2) / 5 + 1, 2);
}

void append_clock(std::string& target, std::int64_t seconds, bool with_seconds) {
  append_padded(target, seconds / 3600, 2);
  target += ':';
  append_padded(target, seconds / 60 % 60, 2);
  if (!with_seconds) return;
  target += ':';
  append_padded(target, seconds % 60, 2);
}

/// Towards the past, also below zero.
std::int64_t floor_divide(std::int64_t number, std::int64_t by) noexcept {
  return number / by - (number % by < 0 ? 1 : 0);
}

}  // namespace

bool is_float64(std::string_view text) {
  const auto shape = shape_of(text);
  const auto number = parsed<double>(text);
  if (!shape || !number) return false;
  // No more digits than float64 always keeps, and nowhere near its ends: the nearest one prints as they do.
  const double size = std::abs(*number);
  if (shape->digits <= std::numeric_limits<double>::digits10 && (!shape->exponent || (size > 1e-290 && size < 1e290))) {
    return true;
  }
  std::string printed;
  append_float64(printed, *number);
  if (printed == text) return true;
  try {
    return decimal::from_text(text).normalised() == decimal::from_text(printed).normalised();
  } catch (const std::invalid_argument&) {
    return false;  // an exponent beyond what a decimal has
  }
}

number_form form_of_number(std::string_view text) {
  const auto shape = shape_of(text);
  if (!shape) return number_form::none;
  if (shape->integer && text != "-0") {
    if (parsed<std::int64_t>(text)) return number_form::int64;
    return parsed<std::uint64_t>(text) ? number_form::uint64 : number_form::decimal;
  }
  if (is_float64(text)) return number_form::float64;
  try {
    static_cast<void>(decimal::from_text(text));
    return number_form::decimal;
  } catch (const std::invalid_argument&) {
    return number_form::none;
  }
}

value number_of(std::string_view text, number_form form) {
  switch (form) {
    case number_form::int64:
      return value(parsed<std::int64_t>(text).value());
    case number_form::uint64:
      return value(parsed<std::uint64_t>(text).value());
    case number_form::float64:
      return value(parsed<double>(text).value());
    default:
      return value(decimal::from_text(text));
  }
}

std::optional<double> special_float64(std::string_view text) noexcept {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return std::nullopt;
}

std::optional<date> date_of(std::string_view text) noexcept {
  const auto days = take_day(text);
  if (!days || !text.empty() || !std::in_range<std::int32_t>(*days)) return std::nullopt;
  return date(static_cast<std::int32_t>(*days));
}

std::optional<datetime> datetime_of(std::string_view text) noexcept {
  const auto days = take_day(text);
  if (!days || (!take(text, 'T') && !take(text, ' '))) return std::nullopt;
  bool has_seconds = false;
  const auto clock = take_clock(text, has_seconds);
  if (!clock) return std::nullopt;
  std::int64_t fraction = 0;
  if (has_seconds && take(text, '.')) {
    const std::string_view digits = text;
    const std::size_t count = take_digits(text);
    if (count == 0 || count > 6) return std::nullopt;
    for (std::size_t i = 0; i < 6; ++i) fraction = fraction * 10 + (i < count ? digits[i] - '0' : 0);
  }
  datetime time;
  if (take(text, 'Z')) {
    time.aware = true;
  } else if (!text.empty()) {
    const bool west = take(text, '-');
    if (!west && !take(text, '+')) return std::nullopt;
    const auto offset = take_clock(text, has_seconds);
    if (!offset) return std::nullopt;
    time.aware = true;
    time.offset = static_cast<std::int32_t>(west ? -*offset : *offset);
  }
  if (!text.empty()) return std::nullopt;
  std::int64_t seconds = *days * 86400 + *clock - time.offset;
  if (seconds < 0 && fraction > 0) {  // so that the earliest point in time does not overflow on its way
    ++seconds;
    fraction -= 1'000'000;
  }
  if (__builtin_mul_overflow(seconds, std::int64_t{1'000'000}, &time.microseconds) ||
      __builtin_add_overflow(time.microseconds, fraction, &time.microseconds)) {
    return std::nullopt;
  }
  return time;
}

void append_date(std::string& target, date day) { append_day(target, day.days); }

void append_datetime(std::string& target, const datetime& time) {
  const std::int64_t utc = floor_divide(time.microseconds, 1'000'000);
  const std::int64_t seconds = utc + (time.aware ? time.offset : 0);
  const std::int64_t days = floor_divide(seconds, 86400);
  append_day(target, days);
  target += 'T';
  append_clock(target, seconds - days * 86400, true);
  const std::int64_t fraction = ((time.microseconds % 1'000'000) + 1'000'000) % 1'000'000;
  if (fraction != 0) {
    target += '.';
    append_padded(target, fraction, 6);
  }
  if (!time.aware) return;
  if (time.offset == 0) {
    target += 'Z';
    return;
  }
  const std::int64_t offset = time.offset < 0 ? -std::int64_t{time.offset} : time.offset;
  target += time.offset < 0 ? '-' : '+';
  append_clock(target, offset, offset % 60 != 0);
}

void append_float64(std::string& target, double number) {
  if (std::isnan(number)) {
    target += "NaN";
    return;
  }
  if (std::isinf(number)) {
    target += number < 0 ? "-Infinity" : "Infinity";
    return;
  }
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  const std::string_view shown(digits.data(), static_cast<std::size_t>(end - digits.data()));
  target += shown;
  if (shown.find_first_of(".e") == std::string_view::npos) target += ".0";
}

}  // namespace memosaic::table_core
