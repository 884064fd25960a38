// SPDX-License-Identifier: Apache-2.0
#include "file/pooled_file.hpp"

#include <bit>
#include <cerrno>
#include <system_error>
#include <utility>

#include "file/mapping_maker.hpp"
#include "file/pool_core.hpp"
#include "file/read_block.hpp"
#include "os/calls.hpp"
#include "os/errors.hpp"

namespace memosaic::window_core {
namespace {

/// Pages of a resident window are given back by one call each; smaller windows cost more than they save.
constexpr std::uint64_t least_resident_window = std::uint64_t{2} << 20;

/// What a window is where nobody has said: from here on larger ones are no faster to scan.
constexpr std::uint64_t usual_window = std::uint64_t{16} << 20;

/// What it is there if windows are fitted: as in smmap.
constexpr std::uint64_t usual_fitted_window = std::uint64_t{sizeof(void*) >= 8 ? 1024 : 64} << 20;

/// A file that takes no more of the budget than this part is one window, a window of others no more than that.
constexpr std::uint64_t part_for_file = 8;
constexpr std::uint64_t part_for_window = 16;

/// Windows of one file, each of which has a place in a table.
constexpr unsigned most_windows_bits = 24;

/// Whether a failed mapping means that this file or this process cannot map, and not that something is wrong.
bool means_unmappable(const std::error_code& code) noexcept {
  return code == std::errc::no_such_device || code == std::errc::operation_not_permitted ||
         code == std::errc::permission_denied;
}

/// Content that is read when a file is opened, because nobody knows its length.
constexpr std::size_t first_content_read = std::size_t{8} << 10;
constexpr std::size_t longest_content = std::size_t{256} << 20;

/// Why what is of this kind has no windows.
int reason_against(os::file_kind kind) noexcept {
  if (kind == os::file_kind::folder) return EISDIR;
  if (kind == os::file_kind::pipe || kind == os::file_kind::socket) return ESPIPE;
  return ENODEV;
}

}  // namespace

pooled_file::pooled_file(file opened, std::shared_ptr<pool_core> pool, bool borrowed)
    : size_(opened.size()),
      borrowed_(borrowed),
      file_(std::move(opened)),
      pool_(std::move(pool)),
      hints_(file_, pool_->options().advice) {
  const window_pool_options& options = pool_->options();
  if (!file_.is_regular()) read_content();
  choose_backing(options.backing);
  if (backing_ == window_backing::resident) hints_.watch(whole_);
  if (options.layout == window_layout::exact_fit) {
    const std::uint64_t fitted = options.window_size.value_or(usual_fitted_window);
    fitted_ = std::make_unique<fitted_windows>(*this, pool_, fitted);
    if (backing_ != window_backing::read) hints_.observe(fitted);
  }
  const std::uint64_t window = choose_window_size();
  if (fitted_ == nullptr && backing_ != window_backing::read) hints_.observe(window);
  half_bits_ = static_cast<unsigned>(std::countr_zero(window)) - 1;
  const std::uint64_t even_windows = size_ / window + (size_ % window == 0 ? 0 : 1);
  half_page_count_ = static_cast<std::size_t>(even_windows / window_page::count) + 1;
  pages_ = std::make_unique<std::atomic<window_page*>[]>(2 * half_page_count_);
}

pooled_file::~pooled_file() {
  pool_->forget(*this);
  for (std::size_t i = 0; i < 2 * half_page_count_; ++i) {
    if (auto* const page = pages_[i].load(std::memory_order_relaxed)) page->release();
  }
}

std::uint64_t pooled_file::choose_window_size() const {
  const window_pool_options& options = pool_->options();
  const std::uint64_t budget = options.limits.soft_bytes;
  const std::uint64_t least =
      backing_ == window_backing::resident ? least_resident_window : std::uint64_t{2} * os::page_size();
  std::uint64_t wanted = options.window_size.value_or(std::min(usual_window, budget / part_for_window));
  const bool is_small = !options.window_size && size_ <= budget / part_for_file;
  if (is_small || options.layout != window_layout::grid) wanted = size_;
  // One window that is longer than the file covers it; more would only be numbers.
  wanted = std::min(std::max(wanted, size_ >> most_windows_bits), size_);
  return std::bit_ceil(std::max(wanted, least));
}

void pooled_file::choose_backing(window_backing wanted) {
  backing_ = window_backing::read;
  if (wanted == window_backing::read || !file_.is_regular() || size_ == 0) return;
  if (wanted == window_backing::mapped || sizeof(void*) < 8) {
    backing_ = window_backing::mapped;
    return;
  }
  for (bool again = false;; again = true) {
    try {
      whole_ = mapping(file_);
      backing_ = window_backing::resident;
      return;
    } catch (const std::filesystem::filesystem_error& error) {
      if (means_unmappable(error.code())) return;
      if (error.code() != std::errc::not_enough_memory || (again && wanted == window_backing::resident)) throw;
    }
    // No room for all of it: single windows may still find some, or there is more when others have left.
    if (wanted == window_backing::automatic) {
      backing_ = window_backing::mapped;
      return;
    }
    static_cast<void>(pool_->trim(0));
  }
}

/// Files of /proc, /sys and their like have bytes at offsets and an end, which nobody knows before it is read.
void pooled_file::read_content() {
  constexpr const char* doing = "cannot show windows of";
  os::file_status status;
  const auto told = os::retried([&] { return os::current().status(file_.fd(), status); });
  if (told.failed()) os::throw_error(told.error, doing, name_of(file_));
  if (status.kind != os::file_kind::regular) os::throw_error(reason_against(status.kind), doing, name_of(file_));
  for (std::size_t capacity = first_content_read;; capacity *= 2) {
    if (capacity > longest_content) os::throw_error(EFBIG, doing, name_of(file_));
    read_block* const block = pool_->make_read_block(*this, capacity, capacity);
    const view all(*block);
    block->drop_reference();  // the view holds its own
    const std::size_t got = file_.read_at(0, {block->data(), capacity});
    if (got == capacity) continue;
    content_ = all.sub(0, got);
    size_ = got;
    return;
  }
}

window_block& pooled_file::block(std::uint64_t number) {
  auto& page = pages_[page_of(number)];
  if (page.load(std::memory_order_relaxed) == nullptr) {
    const std::uint64_t first = number - 2 * (number / 2 % window_page::count);
    page.store(new window_page(*this, pool_, first, 2), std::memory_order_release);
  }
  return *find_block(number);
}

bool pooled_file::is_ready(std::uint64_t number) const noexcept {
  if (start_of(number) >= size_) return false;
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

std::uint64_t pooled_file::shared_with_previous(std::uint64_t number) const noexcept {
  return backing_ != window_backing::resident || number == 0 ? 0 : stop_of(number - 1) - start_of(number);
}

mapped_range pooled_file::map_range(std::uint64_t offset, std::size_t length) const {
  if (backing_ == window_backing::mapped) {
    mapping own(file_, offset, length);
    hints_.advise(own);
    const bytes_view bytes = own.bytes();
    return {std::move(own), bytes};
  }
  return {whole_, whole_.bytes().subspan(static_cast<std::size_t>(offset), length)};
}

void pooled_file::leave_range(bytes_view range) const noexcept {
  if (backing_ == window_backing::resident) left_window{nullptr, range, range.size()}.give_back();
}

left_window pooled_file::leave(window_block& leaving) const noexcept {
  if (fitted_ != nullptr) {
    fitted_->remove(leaving);
    const bytes_view bytes(leaving.data(), leaving.size());
    return {leaving.hide(), backing_ == window_backing::resident ? bytes : bytes_view{}, bytes.size()};
  }
  if (backing_ != window_backing::resident) {
    const std::uint64_t counted = leaving.size();
    return {leaving.hide(), {}, counted};
  }
  const part own = own_part(window_page::number_of(leaving));
  const auto length = static_cast<std::size_t>(own.stop - own.start);
  return {leaving.hide(), whole_.bytes().subspan(static_cast<std::size_t>(own.start), length), length};
}

}  // namespace memosaic::window_core
