// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/window_pool.hpp"

#include <stdexcept>
#include <utility>

#include "file/damage.hpp"
#include "file/pool_core.hpp"
#include "file/pooled_file.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/file/watch_mappings.hpp"

namespace memosaic {

window_pool::window_pool(const window_pool_options& options)
    : core_(std::make_shared<window_core::pool_core>(options)) {}

window_pool& window_pool::operator=(window_pool&& other) noexcept {
  window_pool taken(std::move(other));
  core_.swap(taken.core_);
  return *this;
}

window_pool::~window_pool() {
  if (core_ != nullptr) core_->close();
}

cursor window_pool::open(const std::filesystem::path& path) {
  return cursor(core_->enter(core_->open([&] { return file(path); })));
}

cursor window_pool::open(int fd, const std::filesystem::path& name) {
  return cursor(core_->enter_borrowed(file::borrow(fd, name)));
}

const window_pool_options& window_pool::options() const noexcept { return core_->options(); }

window_pool_statistics window_pool::statistics() const { return core_->statistics(); }

std::vector<file_run> window_pool::windows(const cursor& of) const {
  if (of.file_ == nullptr || &of.file_->pool() != core_.get()) {
    throw std::invalid_argument("this cursor is on no file of this pool");
  }
  return core_->windows(*of.file_);
}

std::uint64_t window_pool::trim(std::uint64_t bytes) { return core_->trim(bytes); }

void window::throw_damaged() const {
  check_mapped(bytes());  // knows the name
  ::memosaic::throw_damaged("a file");
}

view window::view(std::uint64_t start, std::uint64_t stop) const {
  require_range(start - start_, stop - start_, bytes_.size());
  return bytes_.sub(static_cast<std::size_t>(start - start_), static_cast<std::size_t>(stop - start_));
}

}  // namespace memosaic
