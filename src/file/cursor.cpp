// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/cursor.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <string>
#include <utility>

#include "file/pool_core.hpp"
#include "file/pooled_file.hpp"
#include "file/read_block.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/error.hpp"
#include "os/calls.hpp"

namespace memosaic {
namespace {

constexpr std::size_t least_read = std::size_t{4} << 10;
constexpr std::size_t most_read_ahead = std::size_t{1} << 20;

}  // namespace

cursor::cursor(std::shared_ptr<window_core::pooled_file> on) noexcept
    : file_(std::move(on)), file_size_(file_->size()) {}

cursor::cursor(const cursor& other) noexcept : file_(other.file_), file_size_(other.file_size_) {}

cursor::cursor(cursor&& other) noexcept { swap(other); }

cursor& cursor::operator=(const cursor& other) noexcept {
  cursor(other).swap(*this);
  return *this;
}

cursor& cursor::operator=(cursor&& other) noexcept {
  cursor(std::move(other)).swap(*this);
  return *this;
}

cursor::~cursor() {
  report_hits();
  if (scratch_ != nullptr) scratch_->drop_reference();
}

void cursor::swap(cursor& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(start_, other.start_);
  std::swap(size_, other.size_);
  std::swap(window_, other.window_);
  std::swap(begin_, other.begin_);
  std::swap(used_, other.used_);
  std::swap(file_, other.file_);
  std::swap(file_size_, other.file_size_);
  std::swap(last_, other.last_);
  std::swap(hits_, other.hits_);
  std::swap(read_stop_, other.read_stop_);
  std::swap(read_size_, other.read_size_);
  std::swap(scratch_, other.scratch_);
}

const file& cursor::source() const {
  if (file_ == nullptr) throw std::logic_error("this cursor is on no file: open one with a window pool");
  return file_->source();
}

std::uint64_t cursor::reach() const noexcept {
  if (file_ == nullptr) return 0;
  const window_pool_options& options = file_->pool().options();
  switch (options.layout) {
    case window_layout::exact_fit:
      return 1;
    case window_layout::whole_file:
      return file_size_;
    case window_layout::grid:
      break;
  }
  return std::bit_ceil(std::max<std::uint64_t>(options.window_size, std::uint64_t{2} * os::page_size())) / 2;
}

view cursor::pin(std::uint64_t offset, std::size_t length) {
  if (length == 0) {
    require_run(offset, 0, file_size_);
    return {};
  }
  static_cast<void>(ensure(offset, length));
  return window_.view(offset, offset + length);
}

void cursor::unuse_region() noexcept {
  window_ = {};
  data_ = nullptr;
  start_ = size_ = begin_ = used_ = 0;
}

cursor& cursor::use_region(std::uint64_t offset, std::uint64_t size) {
  static_cast<void>(source());
  if (offset >= file_size_) {
    unuse_region();
    return *this;
  }
  const bytes_view shown = ensure(offset);
  begin_ = offset;
  used_ = size == 0 ? shown.size() : std::min<std::uint64_t>(size, shown.size());
  return *this;
}

void cursor::require_region() const {
  if (!is_valid()) throw std::logic_error("this cursor has no region: use one first, inside the file");
}

view cursor::buffer() const {
  require_region();
  return window_.view(begin_, ofs_end());
}

view cursor::map() const {
  require_region();
  return window_.view();
}

std::uint64_t cursor::ofs_begin() const {
  require_region();
  return begin_;
}

std::uint64_t cursor::ofs_end() const {
  require_region();
  return begin_ + used_;
}

bool cursor::includes_ofs(std::uint64_t offset) const {
  require_region();
  return offset - begin_ < used_;
}

file_change cursor::refresh() {
  file now = source().reopen();
  const file_identity& before = source().identity();
  const file_identity& after = now.identity();
  file_change change = file_change::same;
  if (before.device != after.device || before.inode != after.inode) {
    change = file_change::replaced;
  } else if (before.size != after.size) {
    change = before.size < after.size ? file_change::grown : file_change::shrunk;
  }
  if (change != file_change::same) cursor(file_->pool().enter(std::move(now))).swap(*this);
  return change;
}

bytes_view cursor::move_to(std::uint64_t offset, std::size_t least) {
  require_run(offset, least, file_size_);
  if (offset == file_size_) return {};
  // The old window may be the one that has to leave.
  unuse_region();
  window_ = find(offset, std::max<std::size_t>(least, 1));
  data_ = window_.bytes().data();
  start_ = window_.start();
  size_ = window_.size();
  begin_ = offset;
  used_ = window_.stop() - offset;
  return window_.bytes().subspan(static_cast<std::size_t>(offset - start_));
}

window cursor::find(std::uint64_t offset, std::size_t least) {
  const std::uint64_t number = file_->number_of(offset);
  const std::uint64_t before = std::exchange(last_, number);
  const bool in_one = least <= file_->stop_of(number) - offset;
  if (in_one) {
    window ready = file_->pin_ready(number);
    if (!ready.empty()) {
      ++hits_;
      return ready;
    }
  }
  report_hits();
  auto& pool = file_->pool();
  if (pool.wants_reading(*file_, number, before, least)) return read(offset, least);
  return in_one ? pool.bring(*file_, number) : pool.bring_wide(file_, offset, least);
}

window cursor::read(std::uint64_t offset, std::size_t least) {
  // Who reads on gets more and more at once.
  const std::size_t wanted = offset == read_stop_ ? std::min(2 * read_size_, most_read_ahead) : least_read;
  const std::uint64_t rest = file_size_ - offset;
  const auto size = static_cast<std::size_t>(
      std::min<std::uint64_t>(rest, least == 1 || wanted > least_read ? std::max(wanted, least) : least));
  if (scratch_ == nullptr || scratch_->pins() != 0 || scratch_->capacity() < size) {
    if (scratch_ != nullptr) scratch_->drop_reference();
    scratch_ = nullptr;
    scratch_ = new window_core::read_block(size);
  }
  const mutable_bytes_view target(scratch_->data(), size);
  const std::size_t got = file_->source().read_at(offset, target);
  if (got != size) {
    throw file_changed(file_->source().path().string(), "ends at " + std::to_string(offset + got) + ", and had " +
                                                            std::to_string(file_size_) + " bytes when it was opened");
  }
  read_stop_ = offset + size;
  read_size_ = size;
  file_->pool().count_read(size);
  return {view(*scratch_, target), offset, nullptr};
}

void cursor::report_hits() noexcept {
  if (hits_ != 0) file_->pool().count_hits(std::exchange(hits_, 0));
}

}  // namespace memosaic
