#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "memosaic/buffer/mutable_view.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapped_pages.hpp"
#include "os/calls.hpp"

namespace memosaic {

/// How mappings of all kinds come to their pages.
class mapping_maker {
 public:
  /// Maps `[offset, offset + length)` of `source`, and addresses behind it up to `capacity` bytes. Nothing if both are
  /// empty. Errors: those of `mapping`.
  [[nodiscard]] static mapped_pages make(const file& source, std::uint64_t offset, std::size_t length,
                                         std::size_t capacity, os::map_access how);

  /// Shows `size` bytes, at most the capacity and at least what was shown.
  static void grow(mapped_pages& pages, std::size_t size) noexcept;
};

/// The writable twin of the view of all of it; for pages that were mapped to be written.
[[nodiscard]] mutable_view whole_mutable_view(const mapped_pages& pages);

/// Whole pages around `[start, stop)` of the bytes of a mapping; the pages of an owner begin before its bytes.
struct page_run {
  page_run(const std::byte* bytes, std::size_t start, std::size_t stop);
  std::byte* address;
  std::size_t size;
};

/// What a file is called in errors.
[[nodiscard]] std::filesystem::path name_of(const file& source);

/// The size of the file as one mapping has it. Errors: `std::length_error`.
[[nodiscard]] std::size_t mappable_size(const file& source);

}  // namespace memosaic
