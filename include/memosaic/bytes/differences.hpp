#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// A run `[start, stop)` in which two operands differ.
struct difference {
  std::size_t start = 0;
  std::size_t stop = 0;

  friend bool operator==(const difference&, const difference&) = default;
};

/// All differing runs of two operands, in order, found one by one as they are iterated.
///
///     for (const difference& run : differences(before, after, 4)) show(run.start, run.stop);
///
/// It borrows both operands, owns nothing and allocates nothing; every `begin()` starts again from the front.
/// Cost: O(shorter operand) for the whole iteration, at the speed of `mismatch` where long runs agree or differ, and
/// about ten nanoseconds per run elsewhere.
class difference_runs {
 public:
  /// Stands on one run; copying it is cheap, and a copy goes its own way.
  class iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using value_type = difference;
    using difference_type = std::ptrdiff_t;
    using reference = const difference&;
    using pointer = const difference*;

    iterator() = default;

    reference operator*() const noexcept { return run_; }
    pointer operator->() const noexcept { return &run_; }

    iterator& operator++() noexcept {
      advance();
      return *this;
    }
    iterator operator++(int) noexcept {
      iterator before = *this;
      advance();
      return before;
    }

    friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.run_ == b.run_; }
    friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept { return at.run_.start == npos; }

   private:
    friend class difference_runs;
    iterator(bytes_view a, bytes_view b, std::size_t min_gap) noexcept;

    void advance() noexcept;
    std::size_t next_difference(std::size_t from) noexcept;
    std::size_t next_equal(std::size_t from) noexcept;
    std::uint64_t block_bits(std::size_t from) noexcept;

    difference run_{npos, npos};
    std::size_t next_ = 0;      // where the next run starts, or longest_
    std::size_t common_ = 0;    // the size of the shorter operand
    std::size_t longest_ = 0;   // the size of the longer one
    std::size_t min_gap_ = 1;   // at least 1
    std::size_t block_ = npos;  // the position that bit 0 of bits_ stands for; npos: bits_ is not filled
    std::uint64_t bits_ = 0;    // which of the 64 positions from block_ on differ
    const std::byte* a_ = nullptr;
    const std::byte* b_ = nullptr;
  };

  [[nodiscard]] iterator begin() const noexcept { return {a_, b_, min_gap_}; }
  [[nodiscard]] static std::default_sentinel_t end() noexcept { return {}; }

 private:
  friend difference_runs differences(bytes_view a, bytes_view b, std::size_t min_gap);
  difference_runs(bytes_view a, bytes_view b, std::size_t min_gap) noexcept : a_(a), b_(b), min_gap_(min_gap) {}

  bytes_view a_;
  bytes_view b_;
  std::size_t min_gap_;
};

/// Runs that are fewer than `min_gap` equal bytes apart are joined. If one operand is longer, what it has beyond the
/// other differs. Errors: `std::invalid_argument` if `min_gap` is 0.
[[nodiscard]] difference_runs differences(bytes_view a MEMOSAIC_LIFETIMEBOUND, bytes_view b MEMOSAIC_LIFETIMEBOUND,
                                          std::size_t min_gap = 1);

}  // namespace memosaic
