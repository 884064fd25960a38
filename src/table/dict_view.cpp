// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/dict_view.hpp"

#include <stdexcept>

#include "memosaic/error.hpp"
#include "table/hash_index.hpp"

namespace memosaic {
namespace {

constexpr std::size_t most_without_index = 8;

}  // namespace

dict_view::dict_view(const field_type& key, const field_type& mapped, const packed_object& object)
    : key_(&key), mapped_(&mapped), cell_(object.cell()) {
  const auto count = object.number<std::uint64_t>(0);
  if (count > object.room()) {
    cell_.context().refuse(object.offset(), "dict: " + std::to_string(count) + " entries do not fit its cell of " +
                                                std::to_string(cell_.size()) + " bytes");
  }
  size_ = static_cast<std::size_t>(count);
  byte_size_ = 8;
  const auto next = [&](std::uint64_t bytes) {
    const auto part = object.part(byte_size_, bytes);
    byte_size_ += part.size();
    return part.data();
  };
  const auto slots = [&](const field_type& type) {
    return next(checked_multiply(count, type.slot_size(cell_.context().width())).value_or(UINT64_MAX));
  };
  keys_ = slots(key);
  static_cast<void>(next((8 - byte_size_ % 8) % 8));
  values_ = slots(mapped);
  if (mapped.nullable()) nulls_ = next((count + 7) / 8);
  if (count > most_without_index) {
    static_cast<void>(next((8 - byte_size_ % 8) % 8));
    index_ = next(count * 8);
  }
}

const std::byte* dict_view::key_slot(std::size_t index) const {
  require_index(index, size_);
  return keys_ + index * key_->slot_size(cell_.context().width());
}

const std::byte* dict_view::mapped_slot(std::size_t index) const {
  require_index(index, size_);
  return values_ + index * mapped_->slot_size(cell_.context().width());
}

value_view dict_view::key_at(std::size_t index) const { return {*key_, key_slot(index), cell_}; }

value_view dict_view::mapped_at(std::size_t index) const {
  const std::byte* const slot = mapped_slot(index);
  return {*mapped_, slot, cell_, null_at(index) ? value_view::presence::null : value_view::presence::present};
}

std::optional<std::size_t> dict_view::position(const value& key) const {
  const std::uint64_t hash = hash_of_key(key);
  const auto is_it = [&](std::size_t position) { return table_core::matches(key_at(position), key); };
  if (index_ != nullptr) return table_core::find_in_index(index_, size_, hash, is_it);
  for (std::size_t i = 0; i < size_; ++i) {
    if (is_it(i)) return i;
  }
  return std::nullopt;
}

std::optional<value_view> dict_view::find(const value& key) const {
  const auto found = position(key);
  if (!found) return std::nullopt;
  return mapped_at(*found);
}

value_view dict_view::at(const value& key) const {
  const auto found = position(key);
  if (!found) throw std::out_of_range("the dict has no key " + key.to_text());
  return mapped_at(*found);
}

}  // namespace memosaic
