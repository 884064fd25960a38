#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <utility>

#include "memosaic/buffer/view.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapped_pages.hpp"

namespace memosaic {

/// A part of a file in the address space, read-only. Any offset and length; an empty part maps nothing.
///
/// Copies are O(1) and share the pages; moves leave it empty. Views of it keep the pages when the object is gone, and
/// the file may be closed. The bytes are the file's: if somebody writes the file, they change. If somebody truncates
/// it, reading beyond its new end ends the process, unless it has called `watch_mappings()`: then zeros are read, and
/// `check()` throws afterwards. `checked()` does both, read and test.
///
/// Errors: `std::out_of_range` for a part that is not in the file as it was opened; `file_changed` if the file is too
/// short for it by now; `std::filesystem::filesystem_error` with `std::errc::no_such_device` for what is not
/// `file::is_regular()`, and with the system's code else.
class mapping {
 public:
  mapping() noexcept = default;

  /// All of `source`. Errors also: `std::length_error` if the address space is smaller than the file.
  explicit mapping(const file& source);
  mapping(const file& source, std::uint64_t offset, std::size_t length);

  [[nodiscard]] std::size_t size() const noexcept { return pages_.size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  [[nodiscard]] bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return pages_.bytes(); }

  [[nodiscard]] memosaic::view view() const noexcept { return pages_.view(); }
  [[nodiscard]] memosaic::view view(std::size_t start, std::size_t stop) const {
    return pages_.view().sub(start, stop);
  }

  /// What `operation` returns when it is given all bytes, but only if none of them was lost meanwhile.
  ///
  /// Errors also: `file_changed`.
  template <typename Operation>
  [[nodiscard]] auto checked(const Operation& operation) const {
    auto result = operation(bytes());
    check();
    return result;
  }

  /// See `mapped_pages`.
  [[nodiscard]] bool damaged() const noexcept { return pages_.damaged(); }
  void check() const { pages_.check(); }
  void check(const file& source) const { pages_.check(source); }
  void advise(access_pattern pattern, std::size_t start = 0, std::size_t stop = npos) const {
    pages_.advise(pattern, start, stop);
  }

  void populate(std::size_t start = 0, std::size_t stop = npos) const { pages_.populate(start, stop); }
  void lock(std::size_t start = 0, std::size_t stop = npos) const { pages_.lock(start, stop); }
  void unlock(std::size_t start = 0, std::size_t stop = npos) const { pages_.unlock(start, stop); }

  /// What it has in common with mappings that can be written.
  [[nodiscard]] const mapped_pages& pages() const noexcept MEMOSAIC_LIFETIMEBOUND { return pages_; }

 private:
  mapped_pages pages_;
};

}  // namespace memosaic
