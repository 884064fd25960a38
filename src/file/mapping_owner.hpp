#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "memosaic/buffer/owner.hpp"
#include "memosaic/file/file.hpp"
#include "os/region.hpp"
#include "os/watched_regions.hpp"

namespace memosaic {

/// Which part of which file is mapped.
struct mapped_part {
  std::string name;  ///< of the file, for errors
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t offset = 0;

  [[nodiscard]] bool is_of(const file_identity& other) const noexcept {
    return device == other.device && inode == other.inode;
  }
};

/// Keeps mapped pages for the views of them, and unmaps them when the last is gone.
///
/// The bytes that were asked for are a part of the pages: an offset in the file need not begin a page, and a mapping
/// that is to grow has more pages than its file has yet.
class mapping_owner final : public owner {
 public:
  enum class kind : std::uint8_t { read_only, written };

  /// Errors: `std::bad_alloc`.
  mapping_owner(os::region pages, std::size_t begin, std::size_t size, kind what, mapped_part part)
      : owner(pages.address() + begin, size, what == kind::written),
        part_(std::move(part)),
        pages_(std::move(pages)),
        watch_(pages_.address(), pages_.size(), what == kind::written, part_.name.c_str()) {}

  /// Whole pages: what a view of a few bytes keeps mapped.
  [[nodiscard]] std::size_t footprint() const noexcept override { return pages_.size(); }

  [[nodiscard]] const mapped_part& part() const noexcept { return part_; }

  /// How many bytes from the first on have an address, whether the file has them or not.
  [[nodiscard]] std::size_t capacity() const noexcept {
    return static_cast<std::size_t>(pages_.address() + pages_.size() - data());
  }

  /// The mark that readers test after they have read.
  [[nodiscard]] std::atomic<bool>& damaged() const noexcept { return watch_.damaged(); }

  /// Shows more of the pages, in place: no view notices. The caller excludes who looks at the size.
  void grow(std::size_t size) noexcept { set_bytes(data(), size); }

 private:
  mapped_part part_;
  os::region pages_;
  os::region_watch watch_;  ///< ends before the pages do
};

}  // namespace memosaic
