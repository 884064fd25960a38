// SPDX-License-Identifier: Apache-2.0
#include "table/tagged_key.hpp"

#include <bit>
#include <cmath>

#include "memosaic/bytes/endian.hpp"

namespace memosaic::table_core {
namespace {

void append_tag(std::vector<std::byte>& to, unsigned tag) { to.push_back(static_cast<std::byte>(tag)); }

template <plain_number Number>
void append_number(std::vector<std::byte>& to, Number number) {
  const std::size_t at = to.size();
  to.resize(at + sizeof(Number));
  store_unchecked(to.data() + at, number, std::endian::little);
}

}  // namespace

void append_null_key(std::vector<std::byte>& to) { append_tag(to, 0); }

void append_key(std::vector<std::byte>& to, bool boolean) {
  append_tag(to, 1);
  append_tag(to, boolean ? 1 : 0);
}

void append_key(std::vector<std::byte>& to, std::int64_t number) {
  append_tag(to, 2);
  append_number(to, number);
}

void append_key(std::vector<std::byte>& to, std::uint64_t number) {
  if (number <= static_cast<std::uint64_t>(INT64_MAX)) return append_key(to, static_cast<std::int64_t>(number));
  append_tag(to, 3);
  append_number(to, number);
}

void append_key(std::vector<std::byte>& to, double number) {
  constexpr double two_to_63 = 9223372036854775808.0;
  if (std::trunc(number) == number && number >= -two_to_63 && number < 2 * two_to_63) {
    if (number < two_to_63) return append_key(to, static_cast<std::int64_t>(number));
    return append_key(to, static_cast<std::uint64_t>(number));
  }
  append_tag(to, 4);
  append_number(to, std::isnan(number) ? std::bit_cast<double>(std::uint64_t{0x7FF8000000000000}) : number);
}

void append_key(std::vector<std::byte>& to, std::string_view text) {
  append_tag(to, 5);
  const auto bytes = bytes_of(text);
  to.insert(to.end(), bytes.begin(), bytes.end());
}

void append_key(std::vector<std::byte>& to, bytes_view bytes) {
  append_tag(to, 6);
  to.insert(to.end(), bytes.begin(), bytes.end());
}

void append_key(std::vector<std::byte>& to, date day) {
  append_tag(to, 7);
  append_number(to, day.days);
}

void append_key(std::vector<std::byte>& to, const datetime& time) {
  append_tag(to, 8);
  append_tag(to, time.aware ? 1 : 0);
  append_number(to, time.microseconds);
}

void append_key(std::vector<std::byte>& to, const decimal& number) {
  const decimal plain = number.normalised();
  append_tag(to, 9);
  append_tag(to, (plain.negative ? 1U : 0U) | static_cast<unsigned>(plain.form) << 1);
  append_number(to, plain.exponent);
  for (const char digit : plain.digits) append_tag(to, static_cast<unsigned>(digit - '0'));
}

void append_key(std::vector<std::byte>& to, value_kind kind, const std::vector<std::uint64_t>& hashes) {
  append_tag(to, kind == value_kind::tuple ? 10 : 11);
  for (const std::uint64_t hash : hashes) append_number(to, hash);
}

}  // namespace memosaic::table_core
