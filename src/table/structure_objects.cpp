// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/checked.hpp"
#include "memosaic/table/nd_array.hpp"
#include "table/stored_number.hpp"
#include "table/structure_verifier.hpp"
#include "table/utf8.hpp"

/// Where the parts of objects are. Of those that lead nowhere, all is tested here.
namespace memosaic::table_core {
namespace {

constexpr std::size_t most_without_index = 8;

std::uint64_t padding_to_8(std::uint64_t size) noexcept { return (8 - size % 8) % 8; }

}  // namespace

std::size_t structure_verifier::size_of(const verified_slot& type, std::size_t offset, const cell_place& cell) const {
  switch (type.kind) {
    case value_kind::text:
    case value_kind::bytes:
      return size_of_run(type, offset, cell);
    case value_kind::buffer: {
      const auto length = load_stored<std::uint64_t>(part(cell, offset, 0, 8));
      const std::byte* const bytes = part(cell, offset, 8, length);
      if (length == 0) refuse(bytes - 8, "buffer: an object without bytes: expected no reference");
      if (length >= 64 && (offset + 8) % 64 != 0) refuse(bytes, "buffer: it does not begin at a multiple of 64");
      return 8 + static_cast<std::size_t>(length);
    }
    case value_kind::decimal:
      return size_of_decimal(offset, cell);
    case value_kind::array:
      return size_of_array(offset, cell);
    case value_kind::record: {
      const std::size_t size = plan_.record(type.type->record_type()).size;
      static_cast<void>(part(cell, offset, 0, size));
      return size;
    }
    default:
      return parts_of(type, offset, cell).size;
  }
}

std::size_t structure_verifier::size_of_run(const verified_slot& type, std::size_t offset,
                                            const cell_place& cell) const {
  const std::byte* const start = part(cell, offset, 0, 1);
  const auto form = load_stored<std::uint8_t>(start);
  std::uint64_t length = form;
  std::uint64_t least = 1;
  std::size_t head = 1;
  if (form == 253) {
    length = load_stored<std::uint16_t>(part(cell, offset, 1, 2));
    least = 253;
    head = 3;
  } else if (form == 254) {
    length = load_stored<std::uint32_t>(part(cell, offset, 1, 4));
    least = 0x10000;
    head = 5;
  } else if (form == 255) {
    length = load_stored<std::uint64_t>(part(cell, offset, 1, 8));
    least = 0x100000000;
    head = 9;
  }
  if (length < least) {
    refuse(start, std::string(name_of(type.kind)) +
                      (length == 0 ? ": an object without bytes: expected no reference"
                                   : ": a length of " + std::to_string(length) + " has a shorter form"));
  }
  const std::byte* const bytes = part(cell, offset, head, length);
  const auto size = static_cast<std::size_t>(length);
  if (type.kind == value_kind::text && !is_utf8({bytes, size})) refuse(bytes, "text: it is not UTF-8");
  return head + size;
}

std::size_t structure_verifier::size_of_decimal(std::size_t offset, const cell_place& cell) const {
  const std::size_t count = load_stored<std::uint32_t>(part(cell, offset, 8, 4)) >> 3;
  const std::size_t size = (count + 1) / 2;
  const std::byte* const digits = part(cell, offset, 12, size);
  for (std::size_t i = 0; i < size; ++i) {
    const unsigned both = std::to_integer<unsigned>(digits[i]);
    if (both >> 4 > 9 || (both & 15U) > 9) refuse(digits + i, "decimal: not a digit");
  }
  if (count != 0 && std::to_integer<unsigned>(digits[0]) >> 4 == 0) refuse(digits, "decimal: a zero in front");
  if (count % 2 != 0 && (std::to_integer<unsigned>(digits[size - 1]) & 15U) != 0) {
    refuse(digits + size - 1, "decimal: expected a zero behind its last digit");
  }
  return 12 + size;
}

std::size_t structure_verifier::size_of_array(std::size_t offset, const cell_place& cell) const {
  const std::byte* const start = part(cell, offset, 0, 8);
  const auto kind = static_cast<array_item>(load_stored<std::uint8_t>(start));
  const std::size_t rank = load_stored<std::uint8_t>(start + 1);
  const std::uint64_t item = load_stored<std::uint32_t>(start + 4);
  const std::uint64_t expected = kind == array_item::raw ? item : item_size_of(kind);
  if (rank > nd_array::most_dimensions) refuse(start + 1, "array: more than 64 dimensions");
  if (load_stored<std::uint16_t>(start + 2) != 0) refuse(start + 2, "array: expected two zeros");
  if (expected == 0 || expected != item) {
    refuse(start, "array: items of kind " + std::to_string(static_cast<unsigned>(kind)) + " have no size of " +
                      std::to_string(item));
  }
  const std::byte* const shape = part(cell, offset, 8, 8 * rank);
  bool empty = false;
  for (std::size_t i = 0; i < rank; ++i) empty = empty || load_stored<std::uint64_t>(shape + 8 * i) == 0;
  std::uint64_t size = empty ? 0 : item;
  for (std::size_t i = 0; i < rank && !empty; ++i) {
    const auto product = checked_multiply(size, load_stored<std::uint64_t>(shape + 8 * i));
    if (!product) refuse(shape + 8 * i, "array: larger than 2^64 bytes");
    size = *product;
  }
  const std::size_t head = 8 + 8 * rank;
  const std::byte* const items = part(cell, offset, head, size);
  if (size >= 64 && (offset + head) % 64 != 0) refuse(items, "array: its items do not begin at a multiple of 64");
  return head + static_cast<std::size_t>(size);
}

structure_verifier::collection structure_verifier::parts_of(const verified_slot& type, std::size_t offset,
                                                            const cell_place& cell) const {
  collection parts;
  const std::byte* const start = part(cell, offset, 0, 8);
  const auto count = load_stored<std::uint64_t>(start);
  if (count == 0)
    refuse(start, std::string(name_of(type.kind)) + ": an object without elements: expected no reference");
  // No slot is empty, so what is above the bytes that are left is wrong, and products of what is below do not wrap.
  static_cast<void>(part(cell, offset, 8, count));
  parts.count = static_cast<std::size_t>(count);
  parts.size = 8;
  const auto take = [&](std::uint64_t bytes) {
    const std::byte* const taken = part(cell, offset, parts.size, bytes);
    parts.size += static_cast<std::size_t>(bytes);
    return taken;
  };
  const auto slots = [&](const verified_slot& of) {
    return take(checked_multiply(count, of.size).value_or(UINT64_MAX));
  };
  parts.slots = slots(*type.element);
  const verified_slot* last = type.element;
  if (type.kind == value_kind::dict) {
    static_cast<void>(take(padding_to_8(parts.size)));
    parts.mapped = slots(*type.mapped);
    last = type.mapped;
  }
  if (last->nullable) parts.nulls = take(count / 8 + (count % 8 != 0 ? 1 : 0));
  if ((type.kind == value_kind::set || type.kind == value_kind::dict) && count > most_without_index) {
    static_cast<void>(take(padding_to_8(parts.size)));
    parts.index = take(checked_multiply(count, 8).value_or(UINT64_MAX));
  }
  return parts;
}

}  // namespace memosaic::table_core
