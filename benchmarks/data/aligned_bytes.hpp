#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::bench {

/// Heap memory on a cache line, every page touched: no figure pays for page faults.
class aligned_bytes {
 public:
  explicit aligned_bytes(std::size_t size)
      : data_(static_cast<std::byte*>(::operator new (size, std::align_val_t{alignment}))), size_(size) {
    std::memset(data_.get(), 1, size);
  }

  [[nodiscard]] mutable_bytes_view bytes() const noexcept { return {data_.get(), size_}; }

 private:
  static constexpr std::size_t alignment = 64;

  struct release {
    void operator()(std::byte* data) const noexcept { ::operator delete (data, std::align_val_t{alignment}); }
  };

  std::unique_ptr<std::byte, release> data_;
  std::size_t size_;
};

}  // namespace memosaic::bench
