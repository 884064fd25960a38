#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/checked.hpp"

namespace memosaic {

/// Which positions of a range of records are wanted: a bit for each, to be combined and gone through with
/// `masked_range`.
///
///     const auto dear = record_mask::of(range, [&](const record& each) { return each["price"].as_float64() > 100; });
///
/// Cost: an eighth of a byte a position; 64 positions that are not wanted are passed over at once.
/// Errors: `std::out_of_range` for a position that is not there; `std::invalid_argument` for masks of different sizes.
class record_mask {
 public:
  /// Of that many positions, none or all of them wanted.
  explicit record_mask(std::size_t size, bool wanted = false);

  /// Of bits that are there already: position i is bit `i % 64` of word `i / 64`. Errors also: `std::invalid_argument`
  /// if there are not as many words as the positions need.
  record_mask(std::size_t size, std::span<const std::uint64_t> words);

  /// The positions whose records pass the test.
  template <typename Range, typename Test>
  [[nodiscard]] static record_mask of(const Range& range, const Test& passes) {
    record_mask made(range.size());
    std::size_t position = 0;
    for (const auto& each : range) {
      made.words_[position / 64] |= (passes(each) ? std::uint64_t{1} : std::uint64_t{0}) << position % 64;
      ++position;
    }
    return made;
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// How many are wanted.
  [[nodiscard]] std::size_t count() const noexcept;
  [[nodiscard]] bool operator[](std::size_t position) const {
    require_index(position, size_);
    return (words_[position / 64] >> position % 64 & 1U) != 0;
  }
  void set(std::size_t position, bool wanted = true);

  /// The first position from `position` on that is wanted; `size()` if there is none.
  [[nodiscard]] std::size_t next(std::size_t position) const noexcept {
    if (position >= size_) return size_;
    std::size_t word = position / 64;
    std::uint64_t left = words_[word] >> position % 64 << position % 64;
    while (left == 0) {
      if (++word == words_.size()) return size_;
      left = words_[word];
    }
    return word * 64 + static_cast<std::size_t>(std::countr_zero(left));
  }

  record_mask& operator&=(const record_mask& other);
  record_mask& operator|=(const record_mask& other);
  /// Those that are not wanted.
  [[nodiscard]] record_mask operator~() const;
  [[nodiscard]] friend record_mask operator&(record_mask a, const record_mask& b) { return a &= b; }
  [[nodiscard]] friend record_mask operator|(record_mask a, const record_mask& b) { return a |= b; }
  [[nodiscard]] friend bool operator==(const record_mask&, const record_mask&) = default;

  [[nodiscard]] std::span<const std::uint64_t> words() const noexcept MEMOSAIC_LIFETIMEBOUND { return words_; }

 private:
  void require_same_size(const record_mask& other) const;
  void clear_rest() noexcept;

  std::size_t size_;
  std::vector<std::uint64_t> words_;  ///< bits behind the last position are 0
};

}  // namespace memosaic
