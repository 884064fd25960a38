// SPDX-License-Identifier: Apache-2.0
// How files come to a pool and leave it.
#include <mutex>
#include <utility>

#include "file/pool_core.hpp"
#include "file/pooled_file.hpp"

namespace memosaic::window_core {

std::shared_ptr<pooled_file> pool_core::enter(file opened) {
  // What is no regular file has been read, and tells nobody whether it has changed since.
  if (!opened.is_regular()) return std::make_shared<pooled_file>(std::move(opened), shared_from_this(), false);
  const open_files::key name = open_files::key_of(opened);
  open_files::dropped_files dropped;  // they leave without the lock, which they take
  {
    const std::lock_guard lock(mutex_);
    if (auto found = files_.find(name, dropped)) return found;
  }
  auto made = std::make_shared<pooled_file>(std::move(opened), shared_from_this(), false);
  const std::lock_guard lock(mutex_);
  if (closed_) return made;
  // Another thread may have been faster.
  if (auto found = files_.find(name, dropped)) {
    dropped.push_back(std::move(made));
    return found;
  }
  files_.insert(name, made, dropped);
  return made;
}

std::shared_ptr<pooled_file> pool_core::enter_borrowed(file borrowed) {
  return std::make_shared<pooled_file>(std::move(borrowed), shared_from_this(), true);
}

bool pool_core::close_idle_files() {
  open_files::dropped_files dropped;
  {
    const std::lock_guard lock(mutex_);
    files_.drop_idle(0, dropped);
  }
  return !dropped.empty();
}

void pool_core::close() noexcept {
  open_files leaving(0);
  const std::lock_guard lock(mutex_);
  closed_ = true;
  leaving.swap(files_);
}

}  // namespace memosaic::window_core
