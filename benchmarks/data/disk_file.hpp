#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>

#include "data/pools.hpp"

namespace memosaic::bench {

/// A file on a disk that has no name, and so goes with its object, or with the process, however that ends.
///
/// It lies in the folder for temporary files, or in /var/tmp if that one is in memory.
/// Errors: `std::runtime_error` if the disk has no room; `std::system_error`.
class disk_file {
 public:
  /// Random words, written to the disk and still in the page cache, as large writes fill that: how large they are
  /// decides in which units the kernel keeps the pages, and so how fast it maps them.
  static disk_file random(std::size_t size) { return {size, true}; }

  /// Nothing is stored for it, and it reads as zeros.
  static disk_file hole(std::size_t size) { return {size, false}; }

  disk_file(const disk_file&) = delete;
  disk_file& operator=(const disk_file&) = delete;
  ~disk_file();

  [[nodiscard]] int fd() const noexcept { return fd_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// A path that opens it, in this process.
  [[nodiscard]] std::string path() const;

  /// What `word_sum` gives for all of it.
  [[nodiscard]] std::uint64_t sum() const noexcept { return sum_; }

  /// Empties the page cache of it. Nothing may have it mapped. Errors: `std::runtime_error` if it stays there.
  void evict() const;

 private:
  disk_file(std::size_t size, bool stored);
  void fill();

  int fd_ = -1;
  std::size_t size_;
  std::uint64_t sum_ = 0;
};

/// For what is in the page cache, and for what is not: each made at first use and shared by all figures.
[[nodiscard]] const disk_file& warm_file();
[[nodiscard]] const disk_file& cold_file();
inline constexpr std::size_t warm_size = 1024 * mebibyte;
inline constexpr std::size_t cold_size = 256 * mebibyte;

}  // namespace memosaic::bench
