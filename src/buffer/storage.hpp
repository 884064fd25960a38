#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <utility>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// One allocation of bytes, or one adopted from elsewhere, freed the way it asks for. Moves leave it empty.
class storage {
 public:
  using release_function = void (*)(void* context, std::byte* data, std::size_t size) noexcept;

  /// Every allocation begins here: a cache line, and what vector loads like.
  static constexpr std::size_t alignment = 64;

  storage() noexcept = default;

  /// `size` bytes, not initialised; 0 allocates nothing. Errors: `std::bad_alloc`.
  explicit storage(std::size_t size);

  /// Memory from elsewhere, owned from now on.
  storage(std::byte* data, std::size_t size, release_function release, void* context) noexcept
      : data_(data), size_(size), release_(release), context_(context) {}

  storage(storage&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        release_(std::exchange(other.release_, nullptr)),
        context_(std::exchange(other.context_, nullptr)) {}
  storage& operator=(storage&& other) noexcept {
    storage taken(std::move(other));
    std::swap(data_, taken.data_);
    std::swap(size_, taken.size_);
    std::swap(release_, taken.release_);
    std::swap(context_, taken.context_);
    return *this;
  }
  ~storage() {
    if (release_ != nullptr) release_(context_, data_, size_);
  }

  [[nodiscard]] std::byte* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  release_function release_ = nullptr;  ///< null: nothing to free
  void* context_ = nullptr;
};

}  // namespace memosaic
