#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <memory>

#include "memosaic/buffer/owner.hpp"

namespace memosaic::window_core {

/// Bytes of a file that were read and not mapped. Whoever filled it fills it again when nobody pins it any more.
class read_block final : public owner {
 public:
  explicit read_block(std::size_t capacity)
      : read_block(std::make_unique_for_overwrite<std::byte[]>(capacity), capacity) {}

  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] std::size_t footprint() const noexcept override { return capacity_; }

 private:
  read_block(std::unique_ptr<std::byte[]> bytes, std::size_t capacity) noexcept
      : owner(bytes.get(), capacity, false), bytes_(std::move(bytes)), capacity_(capacity) {}
  ~read_block() override = default;

  std::unique_ptr<std::byte[]> bytes_;
  std::size_t capacity_;
};

}  // namespace memosaic::window_core
