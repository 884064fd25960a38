#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "file/read_block.hpp"
#include "file/window_block.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/window.hpp"
#include "memosaic/file/window_limits.hpp"

namespace memosaic::window_core {

class pooled_file;

/// What a pool, its files and their cursors share.
///
/// Windows that are ready stand in a ring. When one must leave, a hand goes round: who was used since it last came by
/// loses one use and stays, up to three times; the first that has none left and that nobody pins leaves. What is read
/// once, as by a scan, leaves at the first round; what is used again stays. (CLOCK with counters: Smith, "Sequentiality
/// and prefetching in database systems", 1978; it keeps no order, so a hit writes nothing that others read.)
///
/// A range that is asked for out of order, while the budget is full, is read and not mapped, until its window has been
/// asked for often: see `wants_reading`.
class pool_core : public std::enable_shared_from_this<pool_core> {
 public:
  explicit pool_core(const window_pool_options& options);

  [[nodiscard]] const window_pool_options& options() const noexcept { return options_; }

  /// The entry of an opened file: the one that is there if it is the same file in the same state.
  [[nodiscard]] std::shared_ptr<pooled_file> enter(file opened);

  /// No more files are kept for their own sake.
  void close() noexcept;

  /// Whether a range is to be read instead of mapped. No lock.
  [[nodiscard]] bool wants_reading(pooled_file& of, std::uint64_t number, std::uint64_t last, std::size_t least);

  /// The window, made ready if it is not, pinned. Errors: `std::length_error` by the hard limit; as of a mapping.
  [[nodiscard]] window bring(pooled_file& of, std::uint64_t number);

  /// A range that no window of the grid can show, pinned. Errors: as `bring`.
  [[nodiscard]] window bring_wide(const std::shared_ptr<pooled_file>& of, std::uint64_t offset, std::size_t length);

  /// What was wide has gone.
  void forget_wide(std::uint64_t bytes) noexcept;

  /// All windows of a file leave, pinned ones included: their views keep what they show.
  void forget(pooled_file& leaving) noexcept;

  std::uint64_t trim(std::uint64_t bytes);
  [[nodiscard]] window_pool_statistics statistics() const;

  void count_hits(std::uint64_t hits) noexcept { hits_.fetch_add(hits, std::memory_order_relaxed); }
  void count_read(std::uint64_t bytes) noexcept;

 private:
  using key = std::pair<std::pair<std::uint64_t, std::uint64_t>, std::pair<std::uint64_t, std::int64_t>>;

  /// Evicts until so many bytes and one window more fit; false if what is pinned does not allow it.
  bool make_room(std::uint64_t bytes, std::uint64_t limit) noexcept;
  [[nodiscard]] window_block* choose_victim() noexcept;
  [[nodiscard]] bool evict(window_block& leaving) noexcept;
  void take_from_ring(window_block& leaving) noexcept;
  void require_allowed(std::uint64_t bytes, const pooled_file& of) const;
  void drop_idle_files(std::size_t kept, std::vector<std::shared_ptr<pooled_file>>& dropped);

  const window_pool_options options_;
  mutable std::mutex mutex_;
  std::map<key, std::shared_ptr<pooled_file>> files_;
  bool closed_ = false;

  std::vector<window_block*> ring_;
  std::size_t hand_ = 0;
  std::uint64_t bytes_ = 0;       ///< counted, wide ranges included
  std::uint64_t wide_bytes_ = 0;  ///< of wide ranges
  std::uint64_t peak_bytes_ = 0;
  std::uint64_t misses_ = 0;
  std::uint64_t evictions_ = 0;
  std::atomic<std::uint64_t> hits_{0};
  std::atomic<std::uint64_t> reads_{0};
  std::atomic<std::uint64_t> read_bytes_{0};

  std::atomic<bool> full_{false};            ///< whether the next window costs another its place
  std::atomic<std::uint64_t> ring_size_{0};  ///< for those without the lock
};

}  // namespace memosaic::window_core
