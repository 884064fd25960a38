// SPDX-License-Identifier: Apache-2.0
#include "file/window_block.hpp"

#include <bit>
#include <new>

namespace memosaic::window_core {

namespace {

/// A block knows its page by its address.
std::uintptr_t page_address(const void* block) noexcept {
  const auto address = std::bit_cast<std::uintptr_t>(block);
  return address - address % alignof(window_page);
}

}  // namespace

window_page::window_page(pooled_file& file, std::uint64_t first) noexcept : first_(first) {
  for (std::size_t i = 0; i < count; ++i) new (blocks_ + i * sizeof(window_block)) window_block(file);
}

window_block& window_page::operator[](std::size_t index) noexcept {
  return *std::launder(std::bit_cast<window_block*>(blocks_ + index * sizeof(window_block)));
}

std::uint64_t window_page::number_of(const window_block& block) noexcept {
  const auto* const page = std::bit_cast<const window_page*>(page_address(&block));
  const auto into = std::bit_cast<std::uintptr_t>(&block) - std::bit_cast<std::uintptr_t>(&page->blocks_[0]);
  return page->first_ + into / sizeof(window_block);
}

void window_page::release() noexcept {
  // The page goes with its last block, which may be this one's last reference.
  for (std::size_t i = 0; i < count; ++i) (*this)[i].drop_reference();
}

void window_block::operator delete(void* block) noexcept {
  auto* const page = std::bit_cast<window_page*>(page_address(block));
  if (page->alive_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete page;
}

}  // namespace memosaic::window_core
