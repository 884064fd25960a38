#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "memosaic/buffer/buffer.hpp"
#include "memosaic/buffer/item_format.hpp"
#include "memosaic/buffer/item_value.hpp"
#include "memosaic/buffer/slice.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/endian.hpp"

namespace memosaic {

/// Typed items, one after the other, over the bytes of any owner: a sequence that reads and writes them in place.
///
/// It looks at its owner through a `slice`: it pins nothing, and follows it when it moves. Items are added and removed
/// by resizing the owner, if it can and the slice follows its end. Bytes at the end that make no whole item are not
/// part of the array; the first change of its size gives them up. Copies show the same items.
///
///     array samples("<h");                 // over a buffer of its own
///     samples.append(-3);
///     array header("<I", file_view);       // read-only: over the bytes of a mapped file
///     header.at(2).to_unsigned();
///
/// Cost: items are decoded one by one; `load` and `store` name the type and cost a plain access.
/// Errors: `std::out_of_range` for an index; of a value that does not fit, those of `item_format::encode`;
/// `std::invalid_argument` if the owner is read-only or cannot change size; `buffer_pinned` if it is pinned. After any
/// of them nothing has changed.
class array {
 public:
  /// No item, over a new buffer. Errors: as `item_format`.
  explicit array(std::string_view format);
  array(std::string_view format, std::span<const item_value> values);
  array(std::string_view format, std::initializer_list<item_value> values);

  /// Over bytes that are there: of a buffer, taken over or followed; of a view, followed and read-only.
  array(std::string_view format, buffer bytes);
  array(std::string_view format, slice bytes);
  array(std::string_view format, const memosaic::view& bytes);

  [[nodiscard]] const item_format& format() const noexcept MEMOSAIC_LIFETIMEBOUND { return format_; }
  [[nodiscard]] std::size_t size() const noexcept { return where_.size() / format_.size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  /// The bytes of the items, without those at the end that make none.
  [[nodiscard]] slice bytes() const noexcept { return where_.sub(0, size() * format_.size()); }
  [[nodiscard]] memosaic::view view() const noexcept { return bytes().view(); }

  /// Decodes one item after the other; an input iterator, valid as long as the array lives.
  class iterator;
  [[nodiscard]] iterator begin() const noexcept MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return std::default_sentinel; }

  [[nodiscard]] item_value at(std::size_t index) const { return format_.decode(item(index)); }
  void set(std::size_t index, const item_value& value);

  /// The item as a number of the format's own kind and size: `load<std::int16_t>` for `h`.
  /// Errors also: `std::invalid_argument` for any other type.
  template <plain_number Number>
  [[nodiscard]] Number load(std::size_t index) const {
    require_number<Number>();
    return load_unchecked<Number>(item(index).data(), format_.order());
  }
  template <plain_number Number>
  void store(std::size_t index, Number number) {
    require_number<Number>();
    store_unchecked(mutable_item(index).data(), number, format_.order());
  }

  void append(const item_value& value) { insert(size(), value); }
  void insert(std::size_t index, const item_value& value);
  void extend(std::span<const item_value> values);

  /// Puts `values` in the place of the items `[start, stop)`.
  void replace(std::size_t start, std::size_t stop, std::span<const item_value> values);

  /// Appends the items of another array, which may be this one; equal formats are copied as bytes.
  void extend(const array& other);

  /// Removes the item and returns it; npos is the last one.
  item_value pop(std::size_t index = npos);
  void erase(std::size_t start, std::size_t stop = npos);

  /// Removes the first item that is equal to `value`, if there is one.
  bool remove(const item_value& value);
  void clear() { erase(0); }
  void reverse();

  /// As if extended by itself until it is `times` as long; 0 clears it.
  void repeat(std::size_t times);

  [[nodiscard]] std::optional<std::size_t> index(const item_value& value, std::size_t start = 0,
                                                 std::size_t stop = npos) const;
  [[nodiscard]] std::size_t count(const item_value& value) const;
  [[nodiscard]] bool contains(const item_value& value) const { return index(value).has_value(); }

  /// The items `[start, stop)`, clamped as slice notation does: the same bytes, followed.
  [[nodiscard]] array sub(std::size_t start, std::size_t stop = npos) const;

  /// The same as a new array over a buffer of its own. Cost: O(items).
  [[nodiscard]] array copy(std::size_t start = 0, std::size_t stop = npos) const;

  /// New arrays over a buffer of their own: both arrays' items, in this one's format, and this one's many times.
  [[nodiscard]] array concatenated(const array& other) const;
  [[nodiscard]] array repeated(std::size_t times) const;

  /// Same number of items, equal one by one as `item_value`s are, whatever their formats.
  friend bool operator==(const array& a, const array& b);

 private:
  array(item_format format, slice where) noexcept : format_(std::move(format)), where_(std::move(where)) {}

  [[nodiscard]] bytes_view item(std::size_t index) const {
    const auto bytes = where_.bytes();
    require_index(index, bytes.size() / format_.size());
    return bytes.subspan(index * format_.size(), format_.size());
  }
  [[nodiscard]] mutable_bytes_view mutable_item(std::size_t index) const {
    const auto bytes = where_.mutable_bytes();
    require_index(index, bytes.size() / format_.size());
    return bytes.subspan(index * format_.size(), format_.size());
  }

  template <plain_number Number>
  void require_number() const {
    constexpr auto kind = std::is_floating_point_v<Number> ? item_kind::floating
                          : std::is_signed_v<Number>       ? item_kind::signed_integer
                                                           : item_kind::unsigned_integer;
    if (format_.kind() != kind || format_.size() != sizeof(Number)) [[unlikely]]
      throw_wrong_number();
  }
  [[noreturn]] void throw_wrong_number() const;

  /// The values as they lie in an array of this format.
  [[nodiscard]] buffer encoded(std::span<const item_value> values) const;

  /// Makes room for `added` bytes, at least one, before the item `index`. Returns the room.
  mutable_bytes_view open_gap(std::size_t index, std::size_t added);

  item_format format_;
  slice where_;
};

/// Looks at the array anew for each item: it ends where the array ends then.
class array::iterator {
 public:
  using value_type = item_value;
  using difference_type = std::ptrdiff_t;
  using iterator_concept = std::input_iterator_tag;

  iterator() = default;
  explicit iterator(const array& items) noexcept : items_(&items) {}

  [[nodiscard]] item_value operator*() const { return items_->at(index_); }
  iterator& operator++() noexcept {
    ++index_;
    return *this;
  }
  void operator++(int) noexcept { ++*this; }

  friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept {
    return at.index_ >= at.items_->size();
  }

 private:
  const array* items_ = nullptr;
  std::size_t index_ = 0;
};

inline array::iterator array::begin() const noexcept { return iterator(*this); }

}  // namespace memosaic
