#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/endian.hpp"
#include "memosaic/table/field_type.hpp"
#include "memosaic/table/schema.hpp"

namespace memosaic {

class packed_object;

/// What all cells of one table have in common: the record types, the objects that cells share, how wide references are.
///
/// Made once for a table and borrowed by every proxy that leads into it. It owns no bytes.
class packed_context {
 public:
  /// `path` is for messages.
  packed_context(std::span<const record_type> types, std::span<const record_layout> layouts, reference_width width,
                 bytes_view shared = {}, std::string path = {})
      : types_(types), layouts_(layouts), width_(width), shared_(shared), path_(std::move(path)) {}

  /// Of a schema, which must live as long. `numbers` are those of its records that are written in place, one record
  /// after the other; without them they are in the cells.
  packed_context(const schema& types MEMOSAIC_LIFETIMEBOUND, reference_width width, bytes_view shared,
                 std::string path = {}, bytes_view numbers = {});

  [[nodiscard]] std::span<const record_type> types() const noexcept { return types_; }
  [[nodiscard]] std::span<const record_layout> layouts() const noexcept { return layouts_; }
  [[nodiscard]] reference_width width() const noexcept { return width_; }
  [[nodiscard]] bytes_view shared() const noexcept { return shared_; }

  /// Where a number of a record is that is written in place: `offset` is its place in the fixed part, which begins at
  /// `record` and is all there. It is in the fixed part itself if the record is packed alone.
  ///
  /// Errors: `format_error` if the cell belongs to no record.
  [[nodiscard]] const std::byte* number_of(const std::byte* record, std::size_t offset) const {
    if (numbers_ == nullptr) return record + offset;
    const auto number = load_unchecked<std::uint64_t>(record + numbers_offset_, std::endian::little);
    if (number >= numbers_count_) [[unlikely]]
      refuse_number(number);
    return numbers_ + static_cast<std::size_t>(number) * numbers_size_ + (offset - numbers_offset_);
  }

  /// Errors: always `format_error`.
  [[noreturn]] void refuse(std::uint64_t offset, std::string_view what) const;

 private:
  [[noreturn]] void refuse_number(std::uint64_t number) const;

  std::span<const record_type> types_;
  std::span<const record_layout> layouts_;
  reference_width width_;
  bytes_view shared_;
  const std::byte* numbers_ = nullptr;  ///< null if numbers are in the cells
  std::uint64_t numbers_count_ = 0;     ///< of records that have some
  std::size_t numbers_size_ = 0;        ///< of one record
  std::size_t numbers_offset_ = 0;      ///< in the fixed part
  std::string path_;
};

/// The bytes in which the references of a record are resolved: the record itself, and the objects behind it.
class packed_cell {
 public:
  packed_cell() noexcept = default;
  packed_cell(bytes_view bytes, const packed_context& context MEMOSAIC_LIFETIMEBOUND) noexcept
      : data_(bytes.data()), size_(bytes.size()), context_(&context) {}

  [[nodiscard]] bytes_view bytes() const noexcept { return {data_, size_}; }
  [[nodiscard]] const std::byte* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] const packed_context& context() const noexcept { return *context_; }

  /// The reference in a slot of the context's width, as the wide one that means the same; 0 for no object.
  [[nodiscard]] std::uint64_t reference_at(const std::byte* slot) const noexcept {
    if (context_->width() == reference_width::wide) return load_unchecked<std::uint64_t>(slot, std::endian::little);
    const std::uint64_t narrow = load_unchecked<std::uint32_t>(slot, std::endian::little);
    return (narrow & 0x7FFFFFFFU) | (narrow & 0x80000000U) << 32;
  }

  /// Where a wide reference leads, of which at least `least` bytes are there. It is not 0.
  ///
  /// Errors: `format_error` if it leads outside.
  [[nodiscard]] packed_object follow(std::uint64_t reference, std::size_t least) const;

 private:
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  const packed_context* context_ = nullptr;
};

/// A place in a cell: everything that is read behind it is tested against the end of the cell.
class packed_object {
 public:
  packed_object(const packed_cell& cell, std::size_t offset) noexcept : cell_(cell), offset_(offset) {}

  [[nodiscard]] const packed_cell& cell() const noexcept { return cell_; }
  [[nodiscard]] std::size_t offset() const noexcept { return offset_; }
  [[nodiscard]] const std::byte* data() const noexcept { return cell_.data() + offset_; }
  /// Bytes from here to the end of the cell.
  [[nodiscard]] std::size_t room() const noexcept { return cell_.size() - offset_; }

  /// `length` bytes from `at` behind its start. Errors: `format_error` if they are not there.
  [[nodiscard]] bytes_view part(std::uint64_t at, std::uint64_t length) const {
    if (!fits(at, length, room())) [[unlikely]]
      refuse_part(at, length);
    return {data() + at, static_cast<std::size_t>(length)};
  }
  template <plain_number Number>
  [[nodiscard]] Number number(std::uint64_t at) const {
    return load_unchecked<Number>(part(at, sizeof(Number)).data(), std::endian::little);
  }

  /// What follows a length in the short form: bytes and texts.
  [[nodiscard]] bytes_view short_run() const {
    const auto length = number<std::uint8_t>(0);
    if (length < 253) [[likely]]
      return part(1, length);
    return long_run(length);
  }

 private:
  [[noreturn]] void refuse_part(std::uint64_t at, std::uint64_t length) const;
  [[nodiscard]] bytes_view long_run(std::uint8_t form) const;

  packed_cell cell_;
  std::size_t offset_;
};

inline packed_object packed_cell::follow(std::uint64_t reference, std::size_t least) const {
  constexpr std::uint64_t shared_bit = std::uint64_t{1} << 63;
  const packed_cell target = (reference & shared_bit) != 0 ? packed_cell(context_->shared(), *context_) : *this;
  const std::uint64_t place = (reference & ~shared_bit) - 1;
  // Scaled only after the test, so that nothing wraps.
  if (place > target.size() / 8 || !fits(place * 8, least, target.size())) [[unlikely]] {
    context_->refuse(place < (std::uint64_t{1} << 60) ? place * 8 : place,
                     "reference: leads outside its cell of " + std::to_string(target.size()) + " bytes");
  }
  return {target, static_cast<std::size_t>(place * 8)};
}

/// The bytes in the slot of fixed bytes or fixed text. Errors: `format_error` if they say to be longer than they may.
[[nodiscard]] inline bytes_view fixed_run(const std::byte* slot, std::size_t capacity, const packed_cell& cell) {
  const std::size_t head = capacity < 256 ? 1 : 2;
  const std::size_t length = capacity < 256 ? load_unchecked<std::uint8_t>(slot, std::endian::little)
                                            : load_unchecked<std::uint16_t>(slot, std::endian::little);
  if (length > capacity) [[unlikely]] {
    cell.context().refuse(
        static_cast<std::uint64_t>(slot - cell.data()),
        "fixed run: expected at most " + std::to_string(capacity) + " bytes, found " + std::to_string(length));
  }
  return {slot + head, length};
}

}  // namespace memosaic
