// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/item_format.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "buffer/half_float.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/endian.hpp"
#include "memosaic/error.hpp"

namespace memosaic {
namespace {

struct code_layout {
  char code;
  item_kind kind;
  std::uint8_t native_size;
  std::uint8_t standard_size;  ///< 0: exists in the machine's own sizes only
};

constexpr code_layout layouts[] = {
    {'?', item_kind::boolean, 1, 1},
    {'b', item_kind::signed_integer, 1, 1},
    {'B', item_kind::unsigned_integer, 1, 1},
    {'h', item_kind::signed_integer, sizeof(short), 2},
    {'H', item_kind::unsigned_integer, sizeof(short), 2},
    {'i', item_kind::signed_integer, sizeof(int), 4},
    {'I', item_kind::unsigned_integer, sizeof(int), 4},
    {'l', item_kind::signed_integer, sizeof(long), 4},
    {'L', item_kind::unsigned_integer, sizeof(long), 4},
    {'q', item_kind::signed_integer, sizeof(long long), 8},
    {'Q', item_kind::unsigned_integer, sizeof(long long), 8},
    {'n', item_kind::signed_integer, sizeof(std::size_t), 0},
    {'N', item_kind::unsigned_integer, sizeof(std::size_t), 0},
    {'P', item_kind::unsigned_integer, sizeof(void*), 0},
    {'e', item_kind::floating, 2, 2},
    {'f', item_kind::floating, sizeof(float), 4},
    {'d', item_kind::floating, sizeof(double), 8},
    {'c', item_kind::character, 1, 1},
    {'s', item_kind::string, 1, 1},
    {'p', item_kind::pascal_string, 1, 1},
};

bool is_digit(char character) noexcept { return character >= '0' && character <= '9'; }

[[noreturn]] void throw_wrong_kind(const item_value& value, const item_format& format) {
  throw std::invalid_argument(value.to_text() + " is of the wrong kind for the format '" + format.text() + "'");
}

/// The low bytes of a number, in the format's order.
void store_unsigned(std::uint64_t number, const item_format& format, mutable_bytes_view target) noexcept {
  std::byte* const at = target.data();
  switch (format.size()) {
    case 1:
      return store_unchecked(at, static_cast<std::uint8_t>(number), format.order());
    case 2:
      return store_unchecked(at, static_cast<std::uint16_t>(number), format.order());
    case 4:
      return store_unchecked(at, static_cast<std::uint32_t>(number), format.order());
    default:
      return store_unchecked(at, number, format.order());
  }
}

std::uint64_t load_unsigned(bytes_view source, const item_format& format) noexcept {
  const std::byte* const at = source.data();
  switch (format.size()) {
    case 1:
      return load_unchecked<std::uint8_t>(at, format.order());
    case 2:
      return load_unchecked<std::uint16_t>(at, format.order());
    case 4:
      return load_unchecked<std::uint32_t>(at, format.order());
    default:
      return load_unchecked<std::uint64_t>(at, format.order());
  }
}

std::uint64_t integer_bits(const item_value& value, const item_format& format) {
  const auto unused = 64 - 8 * format.size();
  if (format.kind() == item_kind::unsigned_integer) {
    const auto number = value.to_unsigned();
    if (number > std::numeric_limits<std::uint64_t>::max() >> unused) throw std::out_of_range("");
    return number;
  }
  const auto number = value.to_signed();
  const auto most = std::numeric_limits<std::int64_t>::max() >> unused;
  if (number > most || number < -most - 1) throw std::out_of_range("");
  return static_cast<std::uint64_t>(number);
}

std::uint64_t floating_bits(const item_value& value, const item_format& format) {
  const double number = value.to_double();
  if (format.size() == 8) return std::bit_cast<std::uint64_t>(number);
  if (format.size() == 2) {
    const auto half = double_to_half(number);
    if (!half) throw std::out_of_range("");
    return *half;
  }
  // The least number that rounds to infinity: half a step above the greatest float.
  if (std::isfinite(number) && std::fabs(number) >= 0x1.ffffffp+127) throw std::out_of_range("");
  return std::bit_cast<std::uint32_t>(static_cast<float>(number));
}

/// The bits of any number, in the low end; refusals get the value and the format into their message here.
std::uint64_t number_bits(const item_value& value, const item_format& format) {
  try {
    if (format.kind() == item_kind::floating) return floating_bits(value, format);
    return integer_bits(value, format);
  } catch (const std::out_of_range&) {
    throw std::out_of_range(value.to_text() + " is outside the format '" + format.text() + "'");
  } catch (const std::invalid_argument&) {
    throw_wrong_kind(value, format);
  }
}

double floating_value(std::uint64_t bits, std::size_t size) noexcept {
  if (size == 8) return std::bit_cast<double>(bits);
  if (size == 2) return half_to_double(static_cast<std::uint16_t>(bits));
  return double{std::bit_cast<float>(static_cast<std::uint32_t>(bits))};
}

void store_text(bytes_view text, mutable_bytes_view target) noexcept {
  const auto rest = std::ranges::copy(text, target.begin()).out;
  std::fill(rest, target.end(), std::byte{0});
}

}  // namespace

item_format::item_format(std::string_view text) : text_(text) {
  const auto fail = [&](std::size_t at, std::string_view what) {
    throw format_error({}, at, "'" + text_ + "' is no format of one item: " + std::string(what));
  };
  std::size_t at = 0;
  bool native = true;
  if (!text.empty() && std::string_view("@=<>!").find(text[0]) != npos) {
    native = text[0] == '@';
    if (text[0] == '<') order_ = std::endian::little;
    if (text[0] == '>' || text[0] == '!') order_ = std::endian::big;
    ++at;
  }
  const auto count_at = at;
  std::size_t count = 1;
  if (at < text.size() && is_digit(text[at])) {
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), count);
    if (error != std::errc{} || count > static_cast<std::size_t>(PTRDIFF_MAX)) fail(at, "the count is too big");
    at = static_cast<std::size_t>(end - text.data());
  }
  if (at == text.size()) fail(at, "the code is missing");
  const auto* const layout = std::ranges::find(layouts, text[at], &code_layout::code);
  if (layout == std::end(layouts)) fail(at, "the code is unknown");
  const bool counted = layout->kind == item_kind::string || layout->kind == item_kind::pascal_string;
  if (at != count_at && !counted) fail(count_at, "only s and p take a count");
  if (count == 0) fail(count_at, "an item has at least one byte");
  if (!native && layout->standard_size == 0) fail(at, "the code has no standard size; use it without a byte order");
  if (at + 1 != text.size()) fail(at + 1, "one item has one code");
  kind_ = layout->kind;
  size_ = counted ? count : native ? layout->native_size : layout->standard_size;
}

item_value item_format::decode(bytes_view source) const {
  const auto item = sub_view(source, 0, size_);
  switch (kind_) {
    case item_kind::boolean:
      return item[0] != std::byte{0};
    case item_kind::signed_integer: {
      const auto unused = 64 - 8 * size_;
      return static_cast<std::int64_t>(load_unsigned(item, *this) << unused) >> unused;
    }
    case item_kind::unsigned_integer:
      return load_unsigned(item, *this);
    case item_kind::floating:
      return floating_value(load_unsigned(item, *this), size_);
    case item_kind::pascal_string:
      return item.subspan(1, std::min(std::to_integer<std::size_t>(item[0]), size_ - 1));
    case item_kind::character:
    case item_kind::string:
      break;
  }
  return item;
}

void item_format::encode(const item_value& value, mutable_bytes_view target) const {
  const auto item = mutable_sub_view(target, 0, size_);
  if (value.is_bytes() != (kind_ >= item_kind::character)) throw_wrong_kind(value, *this);
  switch (kind_) {
    case item_kind::boolean:
      item[0] = std::byte{value.to_bool()};
      return;
    case item_kind::signed_integer:
    case item_kind::unsigned_integer:
    case item_kind::floating:
      return store_unsigned(number_bits(value, *this), *this, item);
    case item_kind::character:
    case item_kind::string:
    case item_kind::pascal_string:
      break;
  }
  const auto text = value.to_bytes();
  const std::size_t counter = kind_ == item_kind::pascal_string ? 1 : 0;
  const auto most = counter == 0 ? size_ : std::min<std::size_t>(size_ - 1, 255);
  if (text.size() > most || (kind_ == item_kind::character && text.size() != 1)) {
    throw std::length_error(std::to_string(text.size()) + " bytes do not fit the format '" + text_ + "'");
  }
  if (counter != 0) item[0] = static_cast<std::byte>(text.size());
  store_text(text, item.subspan(counter));
}

}  // namespace memosaic
