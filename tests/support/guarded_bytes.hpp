#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <span>

namespace memosaic::testing {

/// Bytes between two pages that nobody may touch: reading or writing one byte outside ends the test program.
///
/// `at_front(n)` begins right behind the lower guard, `at_back(n)` ends right before the upper one; `at(n, k)` is moved
/// away by k bytes from the upper one, to try every alignment of the end, and `from(n, k)` the same from the lower one.
class guarded_bytes {
 public:
  explicit guarded_bytes(std::size_t capacity)
      : page_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))), inner_((capacity + page_ - 1) / page_ * page_) {
    void* mapped = ::mmap(nullptr, inner_ + 2 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) std::abort();
    base_ = static_cast<std::byte*>(mapped);
    if (::mprotect(base_ + page_, inner_, PROT_READ | PROT_WRITE) != 0) std::abort();
  }
  guarded_bytes(const guarded_bytes&) = delete;
  guarded_bytes& operator=(const guarded_bytes&) = delete;
  ~guarded_bytes() { ::munmap(base_, inner_ + 2 * page_); }

  /// All the bytes that may be touched: a multiple of the page size, at least the capacity asked for.
  [[nodiscard]] std::span<std::byte> all() const { return {base_ + page_, inner_}; }
  [[nodiscard]] std::span<std::byte> at_front(std::size_t size) const { return from(size, 0); }
  [[nodiscard]] std::span<std::byte> at_back(std::size_t size) const { return at(size, 0); }
  [[nodiscard]] std::span<std::byte> from(std::size_t size, std::size_t gap) const {
    require(size + gap);
    return {base_ + page_ + gap, size};
  }
  [[nodiscard]] std::span<std::byte> at(std::size_t size, std::size_t gap) const {
    require(size + gap);
    return {base_ + page_ + inner_ - size - gap, size};
  }

 private:
  void require(std::size_t size) const {
    if (size > inner_) std::abort();
  }

  std::size_t page_;
  std::size_t inner_;  // a multiple of page_
  std::byte* base_ = nullptr;
};

}  // namespace memosaic::testing
