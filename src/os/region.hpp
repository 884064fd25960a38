#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <utility>

#include "os/calls.hpp"

namespace memosaic::os {

/// Owner of one run of mapped pages. Moves leave it empty.
class region {
 public:
  region() noexcept = default;
  region(std::byte* address, std::size_t size) noexcept : address_(address), size_(size) {}
  region(region&& other) noexcept
      : address_(std::exchange(other.address_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  region& operator=(region&& other) noexcept {
    region(std::move(other)).swap(*this);
    return *this;
  }
  ~region() {
    if (size_ != 0) current().unmap(address_, size_);
  }

  [[nodiscard]] std::byte* address() const noexcept { return address_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  void swap(region& other) noexcept {
    std::swap(address_, other.address_);
    std::swap(size_, other.size_);
  }

 private:
  std::byte* address_ = nullptr;
  std::size_t size_ = 0;  ///< bytes that are mapped; 0 when empty
};

}  // namespace memosaic::os
