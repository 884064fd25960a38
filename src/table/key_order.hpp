#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/checked.hpp"
#include "table/key_section.hpp"

namespace memosaic::table_core {

/// Writes the slots in another order than their own: that of keys, or that in which records came.
class key_order_writer {
 public:
  /// For so many slots, numbered from 0.
  explicit key_order_writer(std::uint64_t count);

  /// The next slot. Errors: `std::out_of_range` if there is no such slot.
  void add(std::uint64_t slot);

  /// The entries so far that were not drained before, which follow the header in the section.
  [[nodiscard]] std::vector<std::byte> drain();

  [[nodiscard]] std::vector<std::byte> header() const;

  /// 7 bytes of 0 with which the section ends, so that 8 bytes may be read at once anywhere.
  static constexpr std::size_t padding = 7;

 private:
  std::uint64_t count_;
  unsigned width_;  ///< bytes of an entry
  std::vector<std::byte> entries_;
};

/// Slots in another order than their own, as they lie in the file. Nothing in the bytes is trusted.
///
/// Space: 4 bytes a slot up to 2^32 of them, 1 byte up to 256.
class key_order {
 public:
  key_order() noexcept = default;

  /// Tests the header and the size in O(1). Lifetime: of the section's bytes. Errors: `format_error`.
  key_order(const key_section& section, std::uint64_t count);

  [[nodiscard]] std::uint64_t size() const noexcept { return count_; }

  /// The slot at a position below `size()`; `no_slot` if the file lies.
  [[nodiscard]] std::uint64_t operator[](std::uint64_t position) const noexcept {
    const std::uint64_t slot = number_at<std::uint64_t>(entries_ + position * width_) & mask_;
    return slot < count_ ? slot : no_slot;
  }

  /// The first position whose slot is not before what is sought, or the number of positions.
  ///
  /// `is_before(slot)` is true for a first part of the positions and false for the rest. So a range of keys begins
  /// behind those that are less than its start, and keys with a prefix are those from the first not less than it on,
  /// up to the first that is greater and does not begin with it. It ends in any order, and asks no slot that does not
  /// exist: such a position counts as before.
  /// Cost: as many calls as the number of positions has bits.
  template <typename IsBefore>
  [[nodiscard]] std::uint64_t first_not(const IsBefore& is_before) const {
    std::uint64_t first = 0;
    std::uint64_t stop = count_;
    while (first < stop) {
      const std::uint64_t middle = first + (stop - first) / 2;
      const std::uint64_t slot = (*this)[middle];
      if (slot == no_slot || is_before(slot)) {
        first = middle + 1;
      } else {
        stop = middle;
      }
    }
    return first;
  }

  /// Tests that every slot is there once. Cost: linear, and a bit of memory for each. Errors: `format_error`.
  void verify(const key_section& section) const;

 private:
  const std::byte* entries_ = nullptr;
  std::uint64_t count_ = 0;
  std::uint64_t mask_ = 0;
  unsigned width_ = 1;
};

}  // namespace memosaic::table_core
