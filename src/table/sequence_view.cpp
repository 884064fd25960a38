// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/sequence_view.hpp"

#include "memosaic/error.hpp"
#include "table/hash_index.hpp"

namespace memosaic {
namespace {

constexpr std::size_t most_without_index = 8;

}  // namespace

sequence_view::sequence_view(value_kind kind, const field_type& element, const packed_object& object)
    : element_(&element), cell_(object.cell()), kind_(kind) {
  const auto count = object.number<std::uint64_t>(0);
  slot_size_ = element.slot_size(cell_.context().width());
  // No slot is empty, so a count above the bytes that are left is wrong, and nothing below it wraps.
  if (count > object.room()) {
    cell_.context().refuse(object.offset(), std::string(name_of(kind)) + ": " + std::to_string(count) +
                                                " elements do not fit its cell of " + std::to_string(cell_.size()) +
                                                " bytes");
  }
  size_ = static_cast<std::size_t>(count);
  byte_size_ = 8;
  const auto next = [&](std::uint64_t bytes) {
    const auto part = object.part(byte_size_, bytes);
    byte_size_ += part.size();
    return part.data();
  };
  slots_ = next(checked_multiply(count, slot_size_).value_or(UINT64_MAX));
  if (element.nullable()) nulls_ = next((count + 7) / 8);
  if (kind == value_kind::set && count > most_without_index) {
    static_cast<void>(next((8 - byte_size_ % 8) % 8));
    index_ = next(count * 8);
  }
}

value_view sequence_view::operator[](std::size_t index) const {
  require_index(index, size_);
  return {*element_, slots_ + index * slot_size_, cell_,
          null_at(index) ? value_view::presence::null : value_view::presence::present};
}

std::optional<std::size_t> sequence_view::find(const value& needle) const {
  const std::uint64_t hash = hash_of_key(needle);
  const auto is_it = [&](std::size_t position) { return table_core::matches((*this)[position], needle); };
  if (index_ != nullptr) return table_core::find_in_index(index_, size_, hash, is_it);
  for (std::size_t i = 0; i < size_; ++i) {
    if (is_it(i)) return i;
  }
  return std::nullopt;
}

}  // namespace memosaic
