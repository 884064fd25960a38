#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <utility>

#include "os/calls.hpp"

namespace memosaic::os {

/// Owner of one open descriptor. Moves leave it empty.
///
/// Errors: those of closing are not told: what is only read loses nothing by them, and a writer must flush before.
class descriptor {
 public:
  descriptor() noexcept = default;
  explicit descriptor(int fd) noexcept : fd_(fd) {}
  descriptor(descriptor&& other) noexcept : fd_(other.release()) {}
  descriptor& operator=(descriptor&& other) noexcept {
    descriptor(std::move(other)).swap(*this);
    return *this;
  }
  ~descriptor() {
    if (fd_ >= 0) current().close(fd_);
  }

  [[nodiscard]] int fd() const noexcept { return fd_; }

  /// Hands the descriptor over to the caller, who closes it.
  [[nodiscard]] int release() noexcept { return std::exchange(fd_, -1); }

  void swap(descriptor& other) noexcept { std::swap(fd_, other.fd_); }

 private:
  int fd_ = -1;  ///< -1 when empty
};

}  // namespace memosaic::os
