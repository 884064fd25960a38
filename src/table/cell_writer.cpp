// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/cell_writer.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>

#include "memosaic/bytes/checked.hpp"
#include "table/utf8.hpp"

namespace memosaic {
namespace {

constexpr std::size_t data_alignment = 64;
constexpr std::size_t most_narrow = 0x7FFFFFFF;

[[noreturn]] void refuse_far() {
  throw std::length_error("an object lies beyond 16 GiB, which needs wide references: build with those");
}

std::size_t aligned(std::size_t at, std::size_t alignment) {
  return add_sizes(at, alignment - 1) / alignment * alignment;
}

/// What begins at a multiple of 64 only if it is worth it.
std::size_t data_alignment_of(std::size_t bytes) { return bytes >= data_alignment ? data_alignment : 8; }

}  // namespace

std::size_t cell_writer::allocate(std::size_t size, std::size_t alignment, std::size_t head) {
  std::size_t at = aligned(this->size(), 8);
  if (alignment > 8) at = aligned(add_sizes(at, head), alignment) - head;
  target_.resize(target_.size() + (add_sizes(at, size) - this->size()));
  return at;
}

void cell_writer::put_bytes(std::size_t at, bytes_view bytes) {
  require_run(origin_ + at, bytes.size(), target_.size());
  if (!bytes.empty()) std::memcpy(target_.data() + origin_ + at, bytes.data(), bytes.size());
}

void cell_writer::put_reference(std::size_t slot, std::size_t object, bool wide) {
  const std::size_t reference = object / 8 + 1;
  if (wide || width_ == reference_width::wide) return put_number<std::uint64_t>(slot, reference);
  if (reference > most_narrow) refuse_far();
  put_number(slot, static_cast<std::uint32_t>(reference));
}

void cell_writer::put_shared_reference(std::size_t slot, std::size_t object, bool wide) {
  const std::size_t reference = object / 8 + 1;
  if (wide || width_ == reference_width::wide)
    return put_number<std::uint64_t>(slot, reference | std::uint64_t{1} << 63);
  if (reference > most_narrow) refuse_far();
  put_number(slot, static_cast<std::uint32_t>(reference) | 0x80000000U);
}

void cell_writer::put_datetime(std::size_t slot, const datetime& time) {
  if (time.offset <= -86400 || time.offset >= 86400 || (!time.aware && time.offset != 0)) {
    throw std::out_of_range("the offset of a datetime is less than a day: found " + std::to_string(time.offset) + " s");
  }
  put_number(slot, time.microseconds);
  put_number(slot + 8, time.offset * 4 + (time.fold ? 2 : 0) + (time.aware ? 1 : 0));
}

void cell_writer::put_fixed(std::size_t slot, const field_type& type, bytes_view bytes) {
  if (bytes.size() > type.capacity()) {
    throw std::out_of_range(std::to_string(bytes.size()) + " bytes do not fit " + type.to_text());
  }
  if (type.kind() == value_kind::fixed_text && !table_core::is_utf8(bytes)) {
    throw std::invalid_argument("a text is not UTF-8; use bytes for it");
  }
  if (type.capacity() < 256) {
    put_number(slot, static_cast<std::uint8_t>(bytes.size()));
  } else {
    put_number(slot, static_cast<std::uint16_t>(bytes.size()));
  }
  put_bytes(slot + (type.capacity() < 256 ? 1 : 2), bytes);
}

std::size_t cell_writer::add_bytes(bytes_view bytes) {
  const std::size_t head = bytes.size() <= 252 ? 1 : bytes.size() <= 0xFFFF ? 3 : bytes.size() <= 0xFFFFFFFF ? 5 : 9;
  const std::size_t at = allocate(add_sizes(head, bytes.size()));
  if (head == 1) {
    put_number(at, static_cast<std::uint8_t>(bytes.size()));
  } else if (head == 3) {
    put_number<std::uint8_t>(at, 253);
    put_number(at + 1, static_cast<std::uint16_t>(bytes.size()));
  } else if (head == 5) {
    put_number<std::uint8_t>(at, 254);
    put_number(at + 1, static_cast<std::uint32_t>(bytes.size()));
  } else {
    put_number<std::uint8_t>(at, 255);
    put_number<std::uint64_t>(at + 1, bytes.size());
  }
  put_bytes(at + head, bytes);
  return at;
}

std::size_t cell_writer::add_text(std::string_view text) {
  if (!table_core::is_utf8(bytes_of(text))) throw std::invalid_argument("a text is not UTF-8; use bytes for it");
  return add_bytes(bytes_of(text));
}

std::size_t cell_writer::add_buffer(bytes_view bytes) {
  const std::size_t at = allocate(add_sizes(8, bytes.size()), data_alignment_of(bytes.size()), 8);
  put_number<std::uint64_t>(at, bytes.size());
  put_bytes(at + 8, bytes);
  return at;
}

std::size_t cell_writer::add_decimal(const decimal& number) {
  const std::string& digits = number.digits;
  const bool right = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
                     (digits.empty() || digits.front() != '0') && number.form <= decimal::form_kind::signalling_nan;
  if (!right || digits.size() > decimal::most_digits) {
    throw std::invalid_argument("a decimal has up to 2^29 - 1 digits, 0 to 9, and no zeros in front");
  }
  const std::size_t at = allocate(12 + (digits.size() + 1) / 2);
  put_number(at, number.exponent);
  put_number(at + 8, (number.negative ? 1U : 0U) | static_cast<std::uint32_t>(number.form) << 1 |
                         static_cast<std::uint32_t>(digits.size()) << 3);
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const auto high = static_cast<unsigned>(digits[i] - '0');
    const auto low = i + 1 < digits.size() ? static_cast<unsigned>(digits[i + 1] - '0') : 0U;
    put_number(at + 12 + i / 2, static_cast<std::uint8_t>(high << 4 | low));
  }
  return at;
}

std::size_t cell_writer::add_array(const nd_array& items) {
  const std::size_t head = 8 + 8 * items.shape().size();
  const std::size_t at = allocate(add_sizes(head, items.bytes().size()), data_alignment_of(items.bytes().size()), head);
  put_number(at, static_cast<std::uint8_t>(items.kind()));
  put_number(at + 1, static_cast<std::uint8_t>(items.shape().size()));
  put_number(at + 4, static_cast<std::uint32_t>(items.item_size()));
  for (std::size_t i = 0; i < items.shape().size(); ++i) put_number(at + 8 + 8 * i, items.shape()[i]);
  put_bytes(at + head, items.bytes());
  return at;
}

std::size_t cell_writer::add_sequence(const field_type& element, std::size_t count,
                                      const std::vector<std::uint64_t>* hashes) {
  std::size_t size = add_sizes(8, multiply_sizes(count, element.slot_size(width_)));
  if (element.nullable()) size = add_sizes(size, count / 8 + (count % 8 != 0 ? 1 : 0));
  const std::size_t index = aligned(size, 8);
  const bool indexed = hashes != nullptr && count > 8;
  const std::size_t at = allocate(indexed ? add_sizes(index, multiply_sizes(count, 8)) : size);
  put_number<std::uint64_t>(at, count);
  if (indexed) put_index(at + index, *hashes);
  return at;
}

cell_writer::dict_places cell_writer::add_dict(const field_type& key, const field_type& mapped,
                                               const std::vector<std::uint64_t>& hashes) {
  const std::size_t count = hashes.size();
  const std::size_t values = aligned(add_sizes(8, multiply_sizes(count, key.slot_size(width_))), 8);
  const std::size_t nulls = add_sizes(values, multiply_sizes(count, mapped.slot_size(width_)));
  const std::size_t size = mapped.nullable() ? add_sizes(nulls, count / 8 + (count % 8 != 0 ? 1 : 0)) : nulls;
  const std::size_t index = aligned(size, 8);
  const std::size_t at = allocate(count > 8 ? add_sizes(index, multiply_sizes(count, 8)) : size);
  put_number<std::uint64_t>(at, count);
  if (count > 8) put_index(at + index, hashes);
  return {at, at + 8, at + values, at + nulls};
}

void cell_writer::put_index(std::size_t at, const std::vector<std::uint64_t>& hashes) {
  if (hashes.size() > 0xFFFFFFFF) throw std::length_error("a set or dict has at most 2^32 - 1 elements");
  std::vector<std::uint64_t> entries(hashes.size());  // hash above position: sorting them sorts by both
  for (std::size_t i = 0; i < hashes.size(); ++i) entries[i] = (hashes[i] & 0xFFFFFFFF00000000U) | i;
  std::sort(entries.begin(), entries.end());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    put_number(at + 8 * i, static_cast<std::uint32_t>(entries[i] >> 32));
    put_number(at + 8 * i + 4, static_cast<std::uint32_t>(entries[i]));
  }
}

std::optional<std::size_t> cell_writer::find(const void* identity, const field_type& type) const {
  const auto found = known_.find(identity);
  if (found == known_.end()) return std::nullopt;
  for (const auto& [stored, object] : found->second) {
    if (stored.same_object(type)) return object;
  }
  return std::nullopt;
}

void cell_writer::remember(const void* identity, const field_type& type, std::size_t object) {
  known_[identity].emplace_back(type, object);
}

void depth_guard::refuse() {
  throw std::length_error("values are nested deeper than " + std::to_string(cell_writer::most_depth));
}

}  // namespace memosaic
