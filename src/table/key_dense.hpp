#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "table/key_section.hpp"

namespace memosaic::table_core {

/// How many bits of a word are set, where the processor may have no instruction for it.
[[nodiscard]] constexpr std::uint64_t set_bits(std::uint64_t word) noexcept {
  word -= (word >> 1U) & 0x5555'5555'5555'5555;
  word = (word & 0x3333'3333'3333'3333) + ((word >> 2U) & 0x3333'3333'3333'3333);
  return (((word + (word >> 4U)) & 0x0f0f'0f0f'0f0f'0f0f) * 0x0101'0101'0101'0101) >> 56U;
}

/// Integers of which at least half of a range are there: a bit for each of the range, and a count before each 64.
///
/// The slot of a key is its rank, so slots are in the order of keys. A range without gaps needs no bits at all. Signed
/// keys are in two's complement; differences are modulo 2^64, so they are right for both.
/// Cost of a lookup: no hash, and one cache line or none. Nothing in the bytes is trusted.
class key_dense {
 public:
  key_dense() noexcept = default;

  /// `index` has a whole header with this number of keys. Errors: `format_error`.
  key_dense(const key_section& index, std::uint64_t keys);

  [[nodiscard]] std::uint64_t slot_of(std::uint64_t key) const noexcept {
    const std::uint64_t distance = key - lowest_;
    if (distance >= span_) return no_slot;
    if (blocks_ == nullptr) return distance;
    const std::byte* const block = blocks_ + distance / 64 * block_size;
    const auto bits = number_at<std::uint64_t>(block + 8);
    if (((bits >> (distance % 64)) & 1U) == 0) return no_slot;
    const std::uint64_t below = set_bits(bits & ((std::uint64_t{1} << (distance % 64)) - 1));
    const std::uint64_t slot = number_at<std::uint64_t>(block) + below;
    return slot < keys_ ? slot : no_slot;
  }

  /// Tests all bits and counts. Cost: linear. Errors: `format_error`.
  void verify(const key_section& index) const;

 private:
  static constexpr std::size_t block_size = 16;  // how many keys are before it, and a bit for each of 64

  std::uint64_t lowest_ = 0;
  std::uint64_t span_ = 0;  ///< of the range
  std::uint64_t keys_ = 0;
  const std::byte* blocks_ = nullptr;  ///< null if there are no gaps
};

/// Whether integers between these two, so many different ones, make a dense index: `last - first < 2 * keys`.
[[nodiscard]] constexpr bool are_dense(std::uint64_t first, std::uint64_t last, std::uint64_t keys) noexcept {
  return keys != 0 && (last - first) / 2 < keys;
}

/// Makes the section of a dense index. Memory: a bit for each number of the range.
class key_dense_writer {
 public:
  /// For keys from `first` to `last`, both of which will be there. Errors: `std::invalid_argument` if last is
  /// 2^64 - 1 behind first.
  key_dense_writer(std::uint64_t first, std::uint64_t last);

  /// Notes a key of the range, in any order; answers whether it is new. Errors: `std::out_of_range`.
  bool add(std::uint64_t key);

  /// The section piece by piece: `take(bytes)` is called for one after the other.
  template <typename Take>
  void write(const Take& take) const {
    take(bytes_view(header()));
    if (keys_ == span_) return;
    std::uint64_t before = 0;
    for (std::size_t word = 0; word < bits_.size();) take(bytes_view(blocks(word, before)));
  }

 private:
  [[nodiscard]] std::vector<std::byte> header() const;
  /// Some blocks from a word on; goes on to the word behind them, and to the keys before that.
  [[nodiscard]] std::vector<std::byte> blocks(std::size_t& word, std::uint64_t& before) const;

  std::uint64_t first_;
  std::uint64_t span_;
  std::uint64_t keys_ = 0;
  std::vector<std::uint64_t> bits_;
};

}  // namespace memosaic::table_core
