// SPDX-License-Identifier: Apache-2.0
#include "table/batch_memory.hpp"

#include <algorithm>
#include <bit>

#include "os/calls.hpp"

namespace memosaic::table_core {
namespace {

/// Beyond the largest size that glibc ever takes from its own heap, 32 MiB.
constexpr std::size_t piece_size = std::size_t{34} << 20U;

constexpr std::uintptr_t huge_page = std::uintptr_t{2} << 20U;

/// Huge pages spare 500 faults each; without them all is as well, so nothing is asked of the answer.
void ask_for_huge_pages(std::byte* piece, std::size_t size) noexcept {
  const auto start = std::bit_cast<std::uintptr_t>(piece);
  const std::uintptr_t skipped = (huge_page - start % huge_page) % huge_page;
  if (size <= skipped || size - skipped < huge_page) return;
  static_cast<void>(os::current().advise(piece + skipped, size - skipped, os::advice::huge_pages));
}

}  // namespace

batch_memory::batch_memory(std::size_t batch_size, std::size_t most_batches)
    : batch_size_(batch_size),
      per_piece_(std::clamp<std::size_t>(piece_size / batch_size, 1, most_batches)),
      most_(most_batches) {}

std::byte* batch_memory::take() {
  const std::size_t piece = taken_ / per_piece_;
  if (piece == pieces_.size()) {
    const std::size_t batches = std::min(per_piece_, most_ - std::min(most_, piece * per_piece_));
    const std::size_t size = std::max<std::size_t>(1, batches) * batch_size_;
    pieces_.push_back(std::make_unique_for_overwrite<std::byte[]>(size));
    if (size >= piece_size / 2) ask_for_huge_pages(pieces_.back().get(), size);
  }
  return pieces_[piece].get() + taken_++ % per_piece_ * batch_size_;
}

}  // namespace memosaic::table_core
