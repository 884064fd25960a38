#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/buffer/mutable_view.hpp"
#include "memosaic/buffer/view.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapped_pages.hpp"

namespace memosaic {

/// A part of a file in the address space that can be written without writing the file: copy on write.
///
/// A page is copied when it is first written; until then it is the file's, and changes if somebody writes the file.
/// Moves leave it empty. It may outlive the file.
///
/// Threads: who writes where others read or write needs their lock.
/// Errors: those of `mapping`.
class private_mapping {
 public:
  private_mapping() noexcept = default;

  /// All of `source`. Errors also: `std::length_error` if the address space is smaller than the file.
  explicit private_mapping(const file& source);
  private_mapping(const file& source, std::uint64_t offset, std::size_t length);

  private_mapping(const private_mapping&) = delete;
  private_mapping& operator=(const private_mapping&) = delete;
  private_mapping(private_mapping&&) noexcept = default;
  private_mapping& operator=(private_mapping&&) noexcept = default;
  ~private_mapping() = default;

  [[nodiscard]] std::size_t size() const noexcept { return pages_.size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  [[nodiscard]] bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return pages_.bytes(); }
  [[nodiscard]] mutable_bytes_view mutable_bytes() noexcept MEMOSAIC_LIFETIMEBOUND;

  [[nodiscard]] memosaic::view view() const noexcept { return pages_.view(); }
  [[nodiscard]] memosaic::view view(std::size_t start, std::size_t stop) const {
    return pages_.view().sub(start, stop);
  }
  [[nodiscard]] memosaic::mutable_view mutable_view(std::size_t start = 0, std::size_t stop = npos);

  /// See `mapped_pages`. Damage also loses what was written from the first lost page on.
  [[nodiscard]] bool damaged() const noexcept { return pages_.damaged(); }
  void check() const { pages_.check(); }
  void check(const file& source) const { pages_.check(source); }

  /// Errors also: `std::invalid_argument` for `dont_need`, which would drop what was written.
  void advise(access_pattern pattern, std::size_t start = 0, std::size_t stop = npos) const;

  /// Copies the pages of the range now, as writing them would.
  void populate(std::size_t start = 0, std::size_t stop = npos) const { pages_.populate(start, stop); }
  void lock(std::size_t start = 0, std::size_t stop = npos) const { pages_.lock(start, stop); }
  void unlock(std::size_t start = 0, std::size_t stop = npos) const { pages_.unlock(start, stop); }

 private:
  mapped_pages pages_;
};

}  // namespace memosaic
