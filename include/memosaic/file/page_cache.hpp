#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapping.hpp"

/// What of a file the system keeps in memory, for all processes together, and how to tell it what will be needed.
///
/// Errors: `std::out_of_range` for a part that is not in the file as it was opened or refreshed; a system that takes no
/// hints is no error. `std::filesystem::filesystem_error` with `std::errc::bad_file_descriptor` for a closed file.
namespace memosaic {

/// How many pages a part of a file touches, and how many of them are in memory.
struct page_residency {
  std::uint64_t pages = 0;
  std::uint64_t resident = 0;
  std::uint64_t unwritten = 0;  ///< of those in memory, how many are newer than the medium; told since Linux 6.5
  friend bool operator==(const page_residency&, const page_residency&) = default;
};

/// What of a part of a file is in memory; nothing if the system does not tell.
///
/// It tells nobody who may not write the file, and nothing of what is not `file::is_regular()`; some versions give
/// wrong answers then, which are not passed on. The answer is old when it comes: pages come and go. Cost: one system
/// call since Linux 6.5, before that one for each 64 MiB.
[[nodiscard]] std::optional<page_residency> residency(const file& source, file_run part);

/// Begins to read what is not in memory of all parts, and does not wait for it.
///
/// Cost: one system call for each 128 KiB, which is what they take at least.
void prefetch(const file& source, std::span<const file_run> parts);

/// Lets go of what was read: whole pages inside the part leave memory unless they wait to be written or somebody maps
/// them. For what is read once, behind the place that is read.
void drop_behind(const file& source, file_run part);

/// The same for a part `[start, stop)` of a mapping of `source`: this process's hold on the pages is given up first, so
/// that they can leave. They come back when they are read.
///
/// Errors also: `std::invalid_argument` if `source` is another file than the one that was mapped.
void drop_behind(const mapping& mapped, const file& source, std::size_t start = 0, std::size_t stop = npos);

}  // namespace memosaic
