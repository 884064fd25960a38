#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/field_type.hpp"

namespace memosaic {

struct record_type;

/// Where a field lies in the fixed part of its record.
struct field_place {
  static constexpr std::uint32_t no_bit = UINT32_MAX;

  std::uint32_t offset = 0;
  std::uint32_t null_bit = no_bit;     ///< from the start of the record; 1 = null
  std::uint32_t missing_bit = no_bit;  ///< 1 = missing
};

/// Where the fields of one record type lie: the same for every record, whatever it holds.
///
/// The key first, then the state bits, then the others without holes where that can be had, numbers that are written
/// in place last; docs/table_format.md,
/// section 3, says how.
class record_layout {
 public:
  static constexpr std::size_t most_bytes = std::size_t{1} << 24;

  /// Errors: `std::invalid_argument` beyond 16 MiB.
  record_layout(const record_type& type, reference_width width);

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t alignment() const noexcept { return alignment_; }
  [[nodiscard]] std::size_t stride() const noexcept { return (size_ + alignment_ - 1) / alignment_ * alignment_; }

  /// In the order of the record type's fields.
  [[nodiscard]] std::span<const field_place> places() const noexcept MEMOSAIC_LIFETIMEBOUND { return places_; }

  /// Bits behind the last state bit up to a whole byte: they are 0 in what a writer writes.
  [[nodiscard]] std::size_t state_offset() const noexcept { return state_offset_; }
  [[nodiscard]] std::size_t state_bits() const noexcept { return state_bits_; }

  /// The numbers that are written in place lie behind all other fields: from where, and in how many bytes. Both are
  /// multiples of 8; the size is 0 without any.
  [[nodiscard]] std::size_t numbers_offset() const noexcept { return numbers_offset_; }
  [[nodiscard]] std::size_t numbers_size() const noexcept { return numbers_size_; }

  /// Whether no record refers to anything outside its fixed part.
  [[nodiscard]] bool self_contained() const noexcept { return self_contained_; }

 private:
  std::vector<field_place> places_;
  std::size_t size_ = 0;
  std::size_t alignment_ = 1;
  std::size_t state_offset_ = 0;
  std::size_t state_bits_ = 0;
  std::size_t numbers_offset_ = 0;
  std::size_t numbers_size_ = 0;
  bool self_contained_ = true;
};

/// Whether bit `bit` behind `at` is set; nothing is tested.
[[nodiscard]] inline bool bit_at(const std::byte* at, std::size_t bit) noexcept {
  return (std::to_integer<unsigned>(at[bit / 8]) >> (bit % 8) & 1U) != 0;
}

}  // namespace memosaic
