// SPDX-License-Identifier: Apache-2.0
#include "file/window_block.hpp"

#include "file/pool_core.hpp"

namespace memosaic::window_core {

window_page::window_page(pooled_file& file, std::shared_ptr<pool_core> pool, std::uint64_t first,
                         std::uint32_t step) noexcept
    : step_(step), first_(first), file_(&file), pool_(std::move(pool)) {
  for (std::size_t i = 0; i < count; ++i) new (blocks_ + i * sizeof(window_block)) window_block();
}

window_page& window_page::of(const window_block& block) noexcept {
  const auto address = std::bit_cast<std::uintptr_t>(&block);
  return *std::bit_cast<window_page*>(address - address % alignof(window_page));
}

std::uint64_t window_page::number_of(const window_block& block) noexcept {
  const window_page& page = of(block);
  return page.first_ + page.step_ * page.index_of(block);
}

void window_page::release() noexcept {
  // The page goes with its last block, which may be this one's last reference.
  for (std::size_t i = 0; i < count; ++i) (*this)[i].drop_reference();
}

pooled_file& window_block::file() const noexcept { return *window_page::of(*this).file_; }

void window_block::show(mapping_owner& source, bytes_view bytes) noexcept {
  window_page& page = window_page::of(*this);
  page.sources_[page.index_of(*this)] = &source;
  mark_ = &source.damaged();
  set_bytes(const_cast<std::byte*>(bytes.data()), bytes.size());
}

mapping_owner* window_block::hide() noexcept {
  window_page& page = window_page::of(*this);
  mark_ = nullptr;
  set_bytes(nullptr, 0);
  return std::exchange(page.sources_[page.index_of(*this)], nullptr);
}

const mapping_owner& window_block::source() const noexcept {
  const window_page& page = window_page::of(*this);
  return *page.sources_[page.index_of(*this)];
}

window_block::~window_block() {
  pool_core& pool = *window_page::of(*this).pool_;
  // Its place in the list goes first: once the mapping has gone, another may come to the same addresses.
  const std::uint64_t counted = orphaned_ == orphan::listed ? pool.unlist_orphan({data(), size()}) : size();
  if (mapping_owner* const source = hide()) source->unpin();
  if (orphaned_ != orphan::no) pool.forget_held(counted);
}

void window_block::operator delete(void* block) noexcept {
  window_page& page = window_page::of(*static_cast<const window_block*>(block));
  if (page.alive_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete &page;
}

}  // namespace memosaic::window_core
