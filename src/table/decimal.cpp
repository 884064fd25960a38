// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/decimal.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace memosaic {
namespace {

[[noreturn]] void refuse(std::string_view text) {
  throw std::invalid_argument("'" + std::string(text.substr(0, 64)) + "' is no decimal number");
}

bool same_word(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; });
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void drop_leading_zeros(std::string& digits) {
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
}

}  // namespace

decimal decimal::from_text(std::string_view text) {
  decimal result;
  std::string_view rest = text;
  if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
    result.negative = rest.front() == '-';
    rest.remove_prefix(1);
  }
  if (same_word(rest, "inf") || same_word(rest, "infinity")) {
    result.form = form_kind::infinite;
    return result;
  }
  const bool signalling = rest.size() >= 4 && same_word(rest.substr(0, 4), "snan");
  if (signalling || (rest.size() >= 3 && same_word(rest.substr(0, 3), "nan"))) {
    result.form = signalling ? form_kind::signalling_nan : form_kind::nan;
    result.digits = rest.substr(signalling ? 4 : 3);
    if (!all_digits(result.digits)) refuse(text);
    drop_leading_zeros(result.digits);
    return result;
  }
  const auto e = std::min(rest.find_first_of("eE"), rest.size());
  if (e != rest.size()) {
    std::string_view power = rest.substr(e + 1);
    if (!power.empty() && power.front() == '+') power.remove_prefix(1);
    const auto [end, error] = std::from_chars(power.data(), power.data() + power.size(), result.exponent);
    const bool twice_signed = rest.substr(e + 1).starts_with("+-");
    if (error != std::errc{} || end != power.data() + power.size() || twice_signed) refuse(text);
  }
  const std::string_view number = rest.substr(0, e);
  const auto point = std::min(number.find('.'), number.size());
  const std::string_view fraction = number.substr(std::min(point + 1, number.size()));
  result.digits.append(number.substr(0, point)).append(fraction);
  if (result.digits.empty() || !all_digits(result.digits)) refuse(text);
  if (__builtin_sub_overflow(result.exponent, static_cast<std::int64_t>(fraction.size()), &result.exponent)) {
    refuse(text);
  }
  drop_leading_zeros(result.digits);
  return result;
}

std::string decimal::to_text() const {
  std::string text = negative ? "-" : "";
  if (form == form_kind::infinite) return text + "Infinity";
  if (form != form_kind::finite) return text + (form == form_kind::nan ? "NaN" : "sNaN") + digits;
  const std::string shown = digits.empty() ? "0" : digits;
  const auto count = static_cast<std::int64_t>(shown.size());
  if (exponent <= 0 && exponent >= -count - 5) {
    if (exponent == 0) return text + shown;
    if (count + exponent > 0) {
      const auto whole = static_cast<std::size_t>(count + exponent);
      return text + shown.substr(0, whole) + '.' + shown.substr(whole);
    }
    return text + "0." + std::string(static_cast<std::size_t>(-exponent - count), '0') + shown;
  }
  // One digit before the point; the exponent grows by those behind it, unless it would not fit: then no point.
  std::int64_t shown_exponent = 0;
  const bool pointed = count > 1 && !__builtin_add_overflow(exponent, count - 1, &shown_exponent);
  if (!pointed) shown_exponent = exponent;
  text += pointed ? shown.substr(0, 1) + '.' + shown.substr(1) : shown;
  return text + 'E' + (shown_exponent >= 0 ? "+" : "") + std::to_string(shown_exponent);
}

decimal decimal::normalised() const {
  decimal result = *this;
  if (form != form_kind::finite) {
    result.exponent = 0;
    if (form == form_kind::infinite) result.digits.clear();
    return result;
  }
  if (digits.empty()) return {};
  while (result.digits.back() == '0' && result.exponent < INT64_MAX) {
    result.digits.pop_back();
    ++result.exponent;
  }
  return result;
}

}  // namespace memosaic
