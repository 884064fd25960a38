#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstddef>
#include <cstdint>

/// Which addresses belong to mappings of this library: the table that the handler of SIGBUS asks.
///
/// It is a tree over addresses, each node 16 times as fine as the one above. A region is entered where the slots are at
/// most as large as itself, which makes 17 slots at most, and no slot has more than two regions of that size: one holds
/// its first byte, and one may begin behind that. So looking an address up is a walk straight down.
///
/// Threads: nothing ever waits, also not in a signal handler or in the child of a fork: entries are changed by single
/// atomic stores, and neither nodes nor records are ever freed. A record that is used again shows by its version.
/// Memory: 64 bytes a region, and up to 400 more for those that lie alone.
namespace memosaic::os {

/// What the table knows of one region. Changed only by its `region_watch`, but for the mark.
struct alignas(64) watched_region {
  std::atomic<std::uint32_t> version{1};    ///< even while the record stands for a region
  std::atomic<std::uint32_t> next_free{0};  ///< number of the next record that is free; 0 at the end
  std::uint32_t number = 0;                 ///< of this record, from 1
  std::atomic<std::uintptr_t> start{0};
  std::atomic<std::uintptr_t> stop{0};
  std::atomic<const char*> name{nullptr};  ///< of the file, for errors
  std::atomic<bool> writable{false};
  std::atomic<bool> damaged{false};  ///< some of its pages are not the file's any more
};

/// The region that holds `address`, or null. Safe in a signal handler.
///
/// What is found stays as long as somebody keeps the pages mapped, as who reads them must.
[[nodiscard]] watched_region* find_watched(const void* address) noexcept;

/// Keeps one run of mapped pages in the table. Begins after they are mapped and ends before they are unmapped.
class region_watch {
 public:
  /// `address` begins a page; `name` lives as long as the watch. Errors: `std::bad_alloc`.
  region_watch(std::byte* address, std::size_t size, bool writable, const char* name);
  region_watch(const region_watch&) = delete;
  region_watch& operator=(const region_watch&) = delete;
  ~region_watch();

  [[nodiscard]] std::atomic<bool>& damaged() const noexcept { return region_.damaged; }

 private:
  watched_region& region_;
};

}  // namespace memosaic::os
