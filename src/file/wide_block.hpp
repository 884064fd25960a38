#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <memory>
#include <utility>

#include "file/pool_core.hpp"
#include "file/pooled_file.hpp"
#include "memosaic/buffer/owner.hpp"

namespace memosaic::window_core {

/// A range longer than a window shows, for as long as somebody pins it. It is counted by the pool, but never evicted
/// and never found again.
class wide_block final : public owner {
 public:
  /// The pool has counted the bytes, and stops that when the block is gone.
  wide_block(mapped_range range, std::shared_ptr<pooled_file> of) noexcept
      : owner(const_cast<std::byte*>(range.bytes.data()), range.bytes.size(), false),
        range_(std::move(range)),
        of_(std::move(of)) {}

  [[nodiscard]] const std::atomic<bool>* mark() const noexcept { return &range_.of.pages().owner()->damaged(); }

 private:
  ~wide_block() override {
    of_->leave_range(range_.bytes);
    range_ = {};
    of_->pool().forget_held(size());
  }

  mapped_range range_;
  std::shared_ptr<pooled_file> of_;
};

}  // namespace memosaic::window_core
