// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/owner.hpp"

#include <stdexcept>

namespace memosaic {
namespace {

/// In the middle of the upper half of both counts: as many threads as can exist, each between its addition and its
/// call of `stick`, cannot carry it out of that half.
constexpr std::uint64_t stuck_counts = 0xC0000000'C0000000;

}  // namespace

void owner::stick() noexcept { counts_.store(stuck_counts, std::memory_order_relaxed); }

void owner::end(std::uint64_t before) noexcept {
  if (static_cast<std::int32_t>(before) == 1) {
    delete this;
  } else {
    stick();
  }
}

void owner::resize(std::size_t, bytes_view) { throw std::invalid_argument("this memory cannot change its size"); }

}  // namespace memosaic
