#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"

/// Reading files with the system's own calls.
///
/// Errors: `std::system_error`.
namespace memosaic::bench {

/// One call of mmap, and one of munmap at the end.
class raw_map {
 public:
  /// `offset` is a multiple of the page size.
  raw_map(int fd, std::uint64_t offset, std::size_t size);
  raw_map(raw_map&& other) noexcept;
  raw_map& operator=(raw_map&&) = delete;
  ~raw_map();

  [[nodiscard]] bytes_view bytes() const noexcept { return {data_, size_}; }

  /// One call of madvise for all of it.
  void advise(int advice) const;

 private:
  const std::byte* data_;
  std::size_t size_;
};

/// What header-only mapping libraries (mio and its like) do for an access: ask for the file's size, map the pages
/// around the range, and unmap them when the object goes or is moved on to another range.
class access_map {
 public:
  explicit access_map(int fd) noexcept : fd_(fd) {}
  access_map(const access_map&) = delete;
  access_map& operator=(const access_map&) = delete;
  ~access_map() { unmap(); }

  [[nodiscard]] bytes_view map(std::uint64_t offset, std::size_t size);

 private:
  void unmap() noexcept;

  int fd_;
  std::byte* mapped_ = nullptr;
  std::size_t mapped_size_ = 0;
};

/// pread until `target` is full.
void read_all_at(int fd, std::uint64_t offset, mutable_bytes_view target);

}  // namespace memosaic::bench
