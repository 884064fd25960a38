#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/buffer/view.hpp"
#include "memosaic/file/file.hpp"

namespace memosaic {

/// How a mapping will be read: a hint to the kernel, never a promise.
enum class access_pattern : std::uint8_t { normal, sequential, random, will_need, dont_need };

/// A part of a file in the address space, read-only. Any offset and length; an empty part maps nothing.
///
/// Copies are O(1) and share the pages; moves leave it empty. Views of it keep the pages when the object is gone, and
/// the file may be closed. The bytes are the file's: if somebody writes the file, they change, and if somebody
/// truncates it, reading beyond its new end raises SIGBUS.
/// Errors: `std::out_of_range` for a part that is not in the file as it was opened; `file_changed` if the file is too
/// short for it by now; `std::filesystem::filesystem_error` with `std::errc::no_such_device` for what is not
/// `file::is_regular()`, and with the system's code else.
class mapping {
 public:
  mapping() noexcept = default;

  /// All of `source`. Errors also: `std::length_error` if the address space is smaller than the file.
  explicit mapping(const file& source);
  mapping(const file& source, std::uint64_t offset, std::size_t length);

  [[nodiscard]] std::size_t size() const noexcept { return whole_.size(); }
  [[nodiscard]] bool empty() const noexcept { return whole_.empty(); }
  [[nodiscard]] bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return whole_.bytes(); }

  [[nodiscard]] memosaic::view view() const noexcept { return whole_; }
  [[nodiscard]] memosaic::view view(std::size_t start, std::size_t stop) const { return whole_.sub(start, stop); }

  /// Hints how `[start, stop)` will be read; the pages that it touches are meant as a whole.
  ///
  /// Errors: `std::out_of_range`; a kernel that refuses a hint is no error.
  void advise(access_pattern pattern, std::size_t start = 0, std::size_t stop = npos) const;

 private:
  memosaic::view whole_;  ///< pins the owner of the pages; empty without one if nothing is mapped
};

}  // namespace memosaic
