// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/array.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "memosaic/bytes/copy.hpp"
#include "memosaic/bytes/fill.hpp"

namespace memosaic {

array::array(std::string_view format) : array(format, buffer()) {}

array::array(std::string_view format, std::span<const item_value> values) : array(format) { extend(values); }

array::array(std::string_view format, std::initializer_list<item_value> values) : array(format) {
  extend(std::span(values.begin(), values.size()));
}

array::array(std::string_view format, buffer bytes) : format_(format), where_(bytes.slice()) {}

array::array(std::string_view format, slice bytes) : format_(format), where_(std::move(bytes)) {}

array::array(std::string_view format, const memosaic::view& bytes) : format_(format), where_(bytes) {}

void array::set(std::size_t index, const item_value& value) { format_.encode(value, mutable_item(index)); }

mutable_bytes_view array::open_gap(std::size_t index, std::size_t added) {
  const auto old_size = size() * format_.size();
  const auto at = index * format_.size();
  where_.resize(add_sizes(old_size, added), buffer::zero);
  const auto bytes = where_.mutable_bytes();
  move_within(bytes, at, old_size, at + added);
  return bytes.subspan(at, added);
}

void array::insert(std::size_t index, const item_value& value) {
  require_range(index, size(), size());
  std::array<std::byte, 64> small;
  buffer big;
  mutable_bytes_view encoded = small;
  if (format_.size() > small.size()) {
    big = buffer::uninitialized(format_.size());
    encoded = big.mutable_bytes();
  }
  encoded = encoded.first(format_.size());
  format_.encode(value, encoded);
  copy_to(encoded, open_gap(index, encoded.size()));
}

buffer array::encoded(std::span<const item_value> values) const {
  auto bytes = buffer::uninitialized(multiply_sizes(values.size(), format_.size()));
  auto place = bytes.mutable_bytes();
  for (const auto& value : values) {
    format_.encode(value, place);
    place = place.subspan(format_.size());
  }
  return bytes;
}

void array::extend(std::span<const item_value> values) {
  const buffer bytes = encoded(values);
  if (!bytes.empty()) copy_to(bytes.bytes(), open_gap(size(), bytes.size()));
}

void array::replace(std::size_t start, std::size_t stop, std::span<const item_value> values) {
  if (stop == npos) stop = size();
  require_range(start, stop, size());
  const buffer bytes = encoded(values);
  const auto count = stop - start;
  if (values.size() > count) {
    open_gap(stop, bytes.size() - count * format_.size());
  } else {
    erase(start + values.size(), stop);
  }
  copy_to(bytes.bytes(), where_.mutable_bytes(), start * format_.size());
}

void array::extend(const array& other) {
  if (format_ == other.format_) {
    const slice source = other.bytes();  // finds the items again when the owner has moved: they may be this array's own
    if (source.empty()) return;
    const auto target = open_gap(size(), source.size());
    copy_to(source.bytes(), target);
    return;
  }
  std::vector<item_value> values;
  values.reserve(other.size());
  for (std::size_t index = 0; index < other.size(); ++index) values.push_back(other.at(index));
  extend(values);
}

item_value array::pop(std::size_t index) {
  if (index == npos && !empty()) index = size() - 1;
  auto value = at(index);
  erase(index, index + 1);
  return value;
}

void array::erase(std::size_t start, std::size_t stop) {
  if (stop == npos) stop = size();
  require_range(start, stop, size());
  if (start == stop) return;
  const auto bytes = where_.mutable_bytes().first(size() * format_.size());
  const auto gap = mutable_sub_view(bytes, start * format_.size(), stop * format_.size());
  const auto rest = bytes.size() - stop * format_.size();
  if (rest == 0) {
    where_.resize(bytes.size() - gap.size(), {});
    return;
  }
  // The owner may yet refuse to shrink: then what has moved goes back.
  const buffer removed(gap);
  std::memmove(gap.data(), gap.data() + gap.size(), rest);
  try {
    where_.resize(bytes.size() - gap.size(), {});
  } catch (...) {
    std::memmove(gap.data() + gap.size(), gap.data(), rest);
    std::memcpy(gap.data(), removed.data(), gap.size());
    throw;
  }
}

bool array::remove(const item_value& value) {
  const auto found = index(value);
  if (found) erase(*found, *found + 1);
  return found.has_value();
}

void array::reverse() {
  const auto step = format_.size();
  const auto bytes = where_.mutable_bytes().first(size() * step);
  if (bytes.empty()) return;
  std::byte* low = bytes.data();
  std::byte* high = low + (bytes.size() - step);
  for (; low < high; low += step, high -= step) std::swap_ranges(low, low + step, high);
}

void array::repeat(std::size_t times) {
  const auto old_size = size() * format_.size();
  const auto new_size = multiply_sizes(old_size, times);
  if (new_size == old_size) return;
  where_.resize(new_size, buffer::zero);
  if (new_size > old_size) {
    const auto bytes = where_.mutable_bytes();
    fill(bytes.subspan(old_size), bytes.first(old_size));
  }
}

std::optional<std::size_t> array::index(const item_value& value, std::size_t start, std::size_t stop) const {
  stop = std::min(stop, size());
  for (; start < stop; ++start) {
    if (at(start) == value) return start;
  }
  return std::nullopt;
}

std::size_t array::count(const item_value& value) const {
  std::size_t found = 0;
  for (std::size_t index = 0; index < size(); ++index) {
    if (at(index) == value) ++found;
  }
  return found;
}

array array::sub(std::size_t start, std::size_t stop) const {
  start = std::min(start, size()) * format_.size();
  if (stop != npos) stop = std::min(stop, size()) * format_.size();
  return array(format_, where_.sub(start, stop));
}

array array::copy(std::size_t start, std::size_t stop) const {
  buffer bytes(sub(start, stop).bytes().bytes());
  return array(format_, bytes.slice());
}

array array::concatenated(const array& other) const {
  auto result = copy();
  result.extend(other);
  return result;
}

array array::repeated(std::size_t times) const {
  auto result = copy();
  result.repeat(times);
  return result;
}

bool operator==(const array& a, const array& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t index = 0; index < a.size(); ++index) {
    if (!(a.at(index) == b.at(index))) return false;
  }
  return true;
}

void array::throw_wrong_number() const {
  throw std::invalid_argument("the type is not that of the format '" + format_.text() + "'");
}

}  // namespace memosaic
