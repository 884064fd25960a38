#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/buffer/view.hpp"
#include "memosaic/file/file.hpp"

namespace memosaic {

/// How a mapping will be read: a hint to the kernel, never a promise.
enum class access_pattern : std::uint8_t { normal, sequential, random, will_need, dont_need };

/// A part of a file in the address space, read-only. Any offset and length; an empty one maps nothing.
///
/// Moves leave it empty. Views of it keep the mapping alive when the object is gone, and the file may be closed.
/// The bytes are the file's: if somebody writes the file, they change, and if somebody truncates it, reading beyond
/// its new end raises SIGBUS.
/// Errors: `std::out_of_range` for a part that is not in the file; `std::filesystem::filesystem_error`.
class mapping {
 public:
  mapping() noexcept = default;

  /// All of `source`.
  explicit mapping(const file& source);
  mapping(const file& source, std::uint64_t offset, std::size_t length);

  [[nodiscard]] std::size_t size() const noexcept { return whole_.size(); }
  [[nodiscard]] bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return whole_.bytes(); }

  [[nodiscard]] memosaic::view view() const noexcept { return whole_; }
  [[nodiscard]] memosaic::view view(std::size_t start, std::size_t stop) const { return whole_.sub(start, stop); }

  /// Hints how `[start, stop)` will be read. Errors: `std::out_of_range`; a kernel that refuses a hint is no error.
  void advise(access_pattern pattern, std::size_t start = 0, std::size_t stop = npos) const;

 private:
  memosaic::view whole_;
};

}  // namespace memosaic
