#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "memosaic/file/cursor.hpp"
#include "memosaic/file/window_limits.hpp"

namespace memosaic {

namespace window_core {
class pool_core;
}  // namespace window_core

/// Windows of many files under one budget.
///
/// A file larger than memory, or than the budget, is read through cursors: each shows one window at a time, and windows
/// that nobody pins leave when others come. Which ones leave is decided by how often they were used lately; a scan of a
/// whole file does not drive out what is used again and again.
///
/// Lifetime: cursors and windows outlive the pool.
/// Threads: a pool is used by all threads at once; a cursor belongs to one. A window that is there is pinned without
/// any lock, and none is held while the system maps or unmaps. The child of a fork has the pool as it was: what cursors
/// of other threads pinned stays pinned in it.
/// Errors: `std::filesystem::filesystem_error` from the system. Before it says that no more files may be opened, files
/// that no cursor is on are closed; before it says that there is no room for a mapping, windows leave, and then ranges
/// are read instead.
class window_pool {
 public:
  /// Errors: `std::invalid_argument` if the soft limit is above the hard one or a limit is 0.
  explicit window_pool(const window_pool_options& options = {});
  window_pool(const window_pool&) = delete;
  window_pool& operator=(const window_pool&) = delete;
  window_pool(window_pool&& other) noexcept = default;
  window_pool& operator=(window_pool&& other) noexcept;
  ~window_pool();

  /// A cursor on a file. The path is looked up each time: a file that has been replaced, grown or cut off since is
  /// another file, whose windows are its own; cursors that are on the old one stay there.
  ///
  /// Files of /proc and their like, of which nobody knows the length, are read whole, now.
  /// Errors also: `std::errc::invalid_seek` for pipes and sockets, `std::errc::is_a_directory`,
  /// `std::errc::no_such_device` for other devices, `std::errc::file_too_large` for what has no end.
  [[nodiscard]] cursor open(const std::filesystem::path& path);

  /// The same for a descriptor that the caller keeps open as long as any cursor on it lives.
  [[nodiscard]] cursor open(int fd, const std::filesystem::path& name = {});

  [[nodiscard]] const window_pool_options& options() const noexcept MEMOSAIC_LIFETIMEBOUND;

  /// Cost: O(windows). What cursors did since they last moved to a window that was not there is not counted yet.
  [[nodiscard]] window_pool_statistics statistics() const;

  /// Which parts of the file of a cursor have windows now, in their order. Cost: O(windows) with the pool's lock.
  ///
  /// Errors: `std::invalid_argument` if the cursor is on no file of this pool.
  [[nodiscard]] std::vector<file_run> windows(const cursor& of) const;

  /// Evicts windows that nobody pins until at most `bytes` are left, and closes files that no cursor is on.
  /// Returns how many windows left.
  std::uint64_t trim(std::uint64_t bytes = 0);

 private:
  std::shared_ptr<window_core::pool_core> core_;  ///< never null but after a move
};

}  // namespace memosaic
