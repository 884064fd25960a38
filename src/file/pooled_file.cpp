// SPDX-License-Identifier: Apache-2.0
#include "file/pooled_file.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "file/pool_core.hpp"
#include "os/calls.hpp"

namespace memosaic::window_core {
namespace {

/// Pages of a resident window are given back by one call each; smaller windows cost more than they save.
constexpr std::uint64_t least_resident_window = std::uint64_t{2} << 20;

/// Whether a failed mapping means that this file or this process cannot map, and not that something is wrong.
bool means_unmappable(const std::error_code& code) noexcept {
  return code == std::errc::no_such_device || code == std::errc::operation_not_permitted ||
         code == std::errc::permission_denied;
}

}  // namespace

pooled_file::pooled_file(file opened, std::shared_ptr<pool_core> pool)
    : file_(std::move(opened)), pool_(std::move(pool)), size_(file_.size()) {
  const auto& options = pool_->options();
  choose_backing(options.backing);
  const std::uint64_t least =
      backing_ == window_backing::resident ? least_resident_window : std::uint64_t{2} * os::page_size();
  const std::uint64_t wanted = options.layout == window_layout::whole_file ? size_ : options.window_size;
  // One window that is longer than the file covers it; more would only be numbers.
  window_size_ = std::bit_ceil(std::max(least, std::min(wanted, std::max<std::uint64_t>(size_, 1))));
  stride_bits_ = static_cast<unsigned>(std::countr_zero(window_size_)) - 1;
  if (size_ != 0) {
    count_ = size_ <= window_size_ ? 1 : ((size_ - window_size_ - 1) >> stride_bits_) + 2;
  }
  page_count_ = static_cast<std::size_t>((count_ + window_page::count - 1) / window_page::count);
  pages_ = std::make_unique<std::atomic<window_page*>[]>(page_count_);
}

pooled_file::~pooled_file() {
  pool_->forget(*this);
  for (std::size_t i = 0; i < page_count_; ++i) {
    if (auto* const page = pages_[i].load(std::memory_order_relaxed)) page->release();
  }
}

void pooled_file::choose_backing(window_backing wanted) {
  backing_ = window_backing::read;
  if (wanted == window_backing::read || !file_.is_regular() || size_ == 0) return;
  if (wanted != window_backing::mapped && sizeof(void*) >= 8) {
    try {
      whole_ = mapping(file_);
      backing_ = window_backing::resident;
      return;
    } catch (const std::filesystem::filesystem_error& error) {
      if (means_unmappable(error.code())) return;
      // No room for all of it: single windows may still find some.
      if (error.code() != std::errc::not_enough_memory || wanted == window_backing::resident) throw;
    }
  }
  backing_ = window_backing::mapped;
}

std::uint64_t pooled_file::number_of(std::uint64_t offset) const noexcept {
  return std::min(offset >> stride_bits_, count_ - 1);
}

std::uint64_t pooled_file::stop_of(std::uint64_t number) const noexcept {
  const std::uint64_t start = start_of(number);
  return start + std::min(window_size_, size_ - start);
}

window_block* pooled_file::find_block(std::uint64_t number) const noexcept {
  auto* const page = pages_[number / window_page::count].load(std::memory_order_acquire);
  return page == nullptr ? nullptr : &(*page)[number % window_page::count];
}

window_block& pooled_file::block(std::uint64_t number) {
  auto& page = pages_[number / window_page::count];
  if (page.load(std::memory_order_relaxed) == nullptr) {
    page.store(new window_page(*this, number - number % window_page::count), std::memory_order_release);
  }
  return *find_block(number);
}

window pooled_file::pin_ready(std::uint64_t number) noexcept {
  window_block* const found = find_block(number);
  if (found == nullptr || !found->ready()) return {};
  found->pin();
  // Asked again behind the pin: an eviction that did not see the pin has taken the readiness away by now.
  if (!found->ready()) {
    found->unpin();
    return {};
  }
  found->use();
  view shown(*found);
  found->unpin();
  return {std::move(shown), start_of(number), found->mark()};
}

bool pooled_file::is_ready(std::uint64_t number) const noexcept {
  if (number >= count_) return false;
  const window_block* const found = find_block(number);
  return found != nullptr && found->ready();
}

pooled_file::part pooled_file::own_part(std::uint64_t number) const noexcept {
  part own{start_of(number), stop_of(number)};
  if (backing_ != window_backing::resident) return own;
  if (number != 0 && is_ready(number - 1)) own.start = std::min(own.stop, stop_of(number - 1));
  if (is_ready(number + 1)) own.stop = std::max(own.start, std::min(own.stop, start_of(number + 1)));
  return own;
}

std::uint64_t pooled_file::cost_of(std::uint64_t number) const noexcept {
  const part own = own_part(number);
  return own.stop - own.start;
}

mapped_range pooled_file::map_range(std::uint64_t offset, std::size_t length) const {
  if (backing_ == window_backing::mapped) {
    mapping own(file_, offset, length);
    const bytes_view bytes = own.bytes();
    return {std::move(own), bytes};
  }
  return {whole_, whole_.bytes().subspan(static_cast<std::size_t>(offset), length)};
}

void pooled_file::leave_range(bytes_view range) const noexcept {
  if (backing_ != window_backing::resident || range.empty()) return;
  const auto start = static_cast<std::size_t>(range.data() - whole_.bytes().data());
  whole_.advise(access_pattern::dont_need, start, start + range.size());
}

void pooled_file::map(window_block& shown, std::uint64_t number) {
  const std::uint64_t start = start_of(number);
  const mapped_range range = map_range(start, static_cast<std::size_t>(stop_of(number) - start));
  shown.show(*range.of.pages().owner(), range.bytes);
}

void pooled_file::unmap(window_block& shown) noexcept {
  if (backing_ == window_backing::mapped) {
    shown.hide();
    return;
  }
  const part own = own_part(window_page::number_of(shown));
  if (own.start == own.stop) return;
  // Nobody reads them now. A neighbour's view that shares the page at their border gets it back from the cache.
  whole_.advise(access_pattern::dont_need, static_cast<std::size_t>(own.start), static_cast<std::size_t>(own.stop));
}

}  // namespace memosaic::window_core
