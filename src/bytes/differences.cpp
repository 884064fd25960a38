// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/differences.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

#include "bytes/compare_kernels.hpp"

namespace memosaic {
namespace {

constexpr std::size_t bits_at_once = 64;

}  // namespace

difference_runs differences(bytes_view a, bytes_view b, std::size_t min_gap) {
  if (min_gap == 0) throw std::invalid_argument("differences: min_gap is 0; runs that touch are one run");
  return {a, b, min_gap};
}

difference_runs::iterator::iterator(bytes_view a, bytes_view b, std::size_t min_gap) noexcept
    : common_(std::min(a.size(), b.size())),
      longest_(std::max(a.size(), b.size())),
      min_gap_(min_gap),
      a_(a.data()),
      b_(b.data()) {
  next_ = next_difference(0);
  advance();
}

// The bits of the positions from `from` on, bit 0 being `from`; 0 also when the rest of its block agrees.
std::uint64_t difference_runs::iterator::block_bits(std::size_t from) noexcept {
  if (block_ == npos || from - block_ >= bits_at_once) {
    block_ = from;
    bits_ = active_compare_kernels().difference_bits(a_ + from, b_ + from, std::min(bits_at_once, common_ - from));
  }
  return bits_ >> (from - block_);
}

// Most runs are short and close together, so the bits of one block are looked at first: they give several runs for one
// call. Only where a whole block says the same do the scans take over.
std::size_t difference_runs::iterator::next_difference(std::size_t from) noexcept {
  if (from >= common_) return from;
  if (const std::uint64_t bits = block_bits(from)) return from + static_cast<std::size_t>(std::countr_zero(bits));
  const std::size_t beyond = std::min(common_, block_ + bits_at_once);
  return beyond + active_compare_kernels().first_difference(a_ + beyond, b_ + beyond, common_ - beyond);
}

std::size_t difference_runs::iterator::next_equal(std::size_t from) noexcept {
  if (from >= common_) return longest_;
  const std::size_t differing = static_cast<std::size_t>(std::countr_one(block_bits(from)));
  const std::size_t beyond = std::min(common_, block_ + bits_at_once);
  if (from + differing < beyond) return from + differing;
  return beyond + active_compare_kernels().first_equal(a_ + beyond, b_ + beyond, common_ - beyond);
}

void difference_runs::iterator::advance() noexcept {
  if (next_ >= longest_) {
    run_ = {npos, npos};
    return;
  }
  const std::size_t start = next_;
  std::size_t stop = 0;
  do {
    stop = next_equal(next_);
    next_ = stop < longest_ ? next_difference(stop) : longest_;
  } while (next_ < longest_ && next_ - stop < min_gap_);
  run_ = {start, stop};
}

}  // namespace memosaic
