#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <memory>
#include <utility>

#include "file/pool_core.hpp"
#include "memosaic/buffer/owner.hpp"

namespace memosaic::window_core {

/// Bytes of a file that were read and not mapped. Whoever filled it fills it again when nobody pins it any more.
class read_block final : public owner {
 public:
  /// The pool has counted the capacity, and stops that when the block is gone. Errors: `std::bad_alloc`.
  read_block(std::size_t capacity, std::shared_ptr<pool_core> pool)
      : read_block(std::make_unique_for_overwrite<std::byte[]>(capacity), capacity, std::move(pool)) {}

  [[nodiscard]] std::size_t capacity() const noexcept { return size(); }

 private:
  read_block(std::unique_ptr<std::byte[]> bytes, std::size_t capacity, std::shared_ptr<pool_core> pool) noexcept
      : owner(bytes.get(), capacity, false), bytes_(std::move(bytes)), pool_(std::move(pool)) {}
  ~read_block() override {
    bytes_.reset();
    pool_->forget_read_block(size());
  }

  std::unique_ptr<std::byte[]> bytes_;
  std::shared_ptr<pool_core> pool_;
};

}  // namespace memosaic::window_core
