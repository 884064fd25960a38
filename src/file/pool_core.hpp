#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <system_error>
#include <vector>

#include "file/eviction_queue.hpp"
#include "file/left_window.hpp"
#include "file/mapped_range.hpp"
#include "file/open_files.hpp"
#include "file/scattered_reads.hpp"
#include "file/window_block.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/window.hpp"
#include "memosaic/file/window_limits.hpp"
#include "os/fork_guard.hpp"

namespace memosaic::window_core {

class pooled_file;
class read_block;

/// What a pool, its files and their cursors share.
///
/// The lock is held for accounts only. Memory is mapped before a window is entered and given back after it was taken
/// out, without the lock; until then the budget counts it, so that it never counts less than there is.
class pool_core : public std::enable_shared_from_this<pool_core> {
 public:
  explicit pool_core(const window_pool_options& options);

  [[nodiscard]] const window_pool_options& options() const noexcept { return options_; }

  /// Opens a file by `opening`; if too many are open, those that no cursor is on are closed first.
  template <typename Opening>
  [[nodiscard]] file open(const Opening& opening) {
    try {
      return opening();
    } catch (const std::filesystem::filesystem_error& error) {
      const auto& code = error.code();
      if (code != std::errc::too_many_files_open && code != std::errc::too_many_files_open_in_system) throw;
      if (!close_idle_files()) throw;
    }
    return opening();
  }

  /// The entry of an opened file: the one that is there if it is the same file in the same state, by the same name.
  [[nodiscard]] std::shared_ptr<pooled_file> enter(file opened);

  /// The entry of a file whose descriptor is borrowed: for the cursor that asks and its copies only, for nobody else
  /// knows how long the descriptor is good.
  [[nodiscard]] std::shared_ptr<pooled_file> enter_borrowed(file borrowed);

  /// No more files are kept for their own sake.
  void close() noexcept;

  /// How a range that is not there is to come. `goes_on` if it continues what was looked at before.
  enum class way : std::uint8_t {
    window,
    reading,
    fallback,  ///< reading, because the system has lately refused to map
  };
  [[nodiscard]] way choose_way(pooled_file& of, std::uint64_t number, bool goes_on, std::size_t least);

  /// The window, made ready if it is not, pinned. Empty if the system maps no more: then the range is to be read.
  /// Errors: `std::length_error` by the hard limit; as of a mapping.
  [[nodiscard]] window bring(pooled_file& of, std::uint64_t number);

  /// A fitted window that shows at least `least` bytes from an offset, pinned; if none shows the offset, one is made,
  /// to show `length` bytes if that is possible. Empty and errors: as `bring`.
  [[nodiscard]] window bring_fitted(const std::shared_ptr<pooled_file>& of, std::uint64_t offset, std::size_t least,
                                    std::uint64_t length);

  /// A range that no window can show, pinned. Empty and errors: as `bring`.
  [[nodiscard]] window bring_wide(const std::shared_ptr<pooled_file>& of, std::uint64_t offset, std::size_t length);

  /// Memory to read into: `wanted` bytes, or `least` if the hard limit does not allow more. The caller has a reference.
  /// Errors: `std::length_error`, `std::bad_alloc`.
  [[nodiscard]] read_block* make_read_block(const pooled_file& of, std::size_t least, std::size_t wanted);
  void forget_read_block(std::uint64_t bytes) noexcept;

  /// What was pinned beside the windows has gone.
  void forget_held(std::uint64_t bytes) noexcept;

  /// A file goes and with it all its windows; pinned ones, the *orphans*, are counted until nobody pins them.
  void forget(pooled_file& leaving) noexcept;

  /// An orphan goes. Returns how many of its bytes no other orphan shows, which are still to be forgotten.
  [[nodiscard]] std::uint64_t unlist_orphan(bytes_view shown) noexcept;

  std::uint64_t trim(std::uint64_t bytes);
  [[nodiscard]] window_pool_statistics statistics() const;
  [[nodiscard]] std::vector<file_run> windows(const pooled_file& of) const;

  void count_hits(std::uint64_t hits) noexcept { hits_.fetch_add(hits, std::memory_order_relaxed); }
  void count_read(std::uint64_t bytes, bool was_refused) noexcept;

 private:
  using lock_type = std::unique_lock<std::mutex>;

  bool close_idle_files();

  /// What a window costs this moment, and how much room there is to be for it below the soft limit.
  struct need {
    std::uint64_t bytes;
    std::uint64_t room;
  };

  /// Whether a window fits the limits, once what is about to be given back is.
  [[nodiscard]] bool fits(need wanted) const noexcept;

  /// Whether the hard limit allows so much more this moment.
  [[nodiscard]] bool is_allowed(std::uint64_t bytes) const noexcept;
  [[noreturn]] void refuse(std::uint64_t bytes, const pooled_file& of) const;

  /// Opens the lock while others have memory to bring or to give back that is counted; false if nobody has.
  [[nodiscard]] bool wait_for_others(lock_type& lock) const;

  /// Makes room for a window and counts it as moving. `cost` tells what it costs this moment, `is_void` whether nobody
  /// needs it any more; then it answers nothing. May open the lock before.
  template <typename Cost, typename IsVoid>
  [[nodiscard]] std::optional<std::uint64_t> reserve(lock_type& lock, const pooled_file& of, const Cost& cost,
                                                     const IsVoid& is_void);

  /// A range of a file that is counted, as moving; nothing if it is void or the system does not map it. `cost` may
  /// decide upon `run`.
  struct coming_range {
    std::uint64_t counted;
    mapped_range range;
  };
  template <typename Cost, typename IsVoid>
  [[nodiscard]] std::optional<coming_range> reserve_and_map(lock_type& lock, const pooled_file& of, const file_run& run,
                                                            const Cost& cost, const IsVoid& is_void);

  /// Lets some windows leave, as long as `enough` says no, and answers how many; none if all are pinned. Opens the
  /// lock.
  template <typename Enough>
  std::size_t evict_some(lock_type& lock, bool thoroughly, const Enough& enough) noexcept;
  [[nodiscard]] bool evict(window_block& leaving, left_window& left) noexcept;
  void orphan(window_block& leaving) noexcept;

  /// How many bytes of a range no orphan shows.
  [[nodiscard]] std::uint64_t bytes_beside_orphans(bytes_view range) const noexcept;
  void give_back(lock_type& lock, std::span<left_window> left) noexcept;
  void enter_window(window_block& shown) noexcept;

  /// Called in the child of a fork: what other threads were about to do never happens.
  static void forget_others(void* pool) noexcept;

  void count(std::uint64_t bytes) noexcept;
  void uncount(std::uint64_t bytes) noexcept;
  [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_.load(std::memory_order_relaxed); }

  const window_pool_options options_;
  mutable std::mutex mutex_;
  open_files files_;
  bool closed_ = false;

  eviction_queue queue_;
  std::atomic<std::uint64_t> bytes_{0};                   ///< counted; written with the lock
  std::atomic<std::uint64_t> windows_{0};                 ///< `queue_.size()`, for those without the lock
  std::uint64_t coming_bytes_ = 0;                        ///< of those: about to be mapped
  std::uint64_t leaving_bytes_ = 0;                       ///< of those: about to be given back
  std::uint64_t held_bytes_ = 0;                          ///< of those: pinned beside the windows, and orphans
  std::map<const std::byte*, const std::byte*> orphans_;  ///< starts and ends of what they show, shared bytes once
  std::uint64_t read_block_bytes_ = 0;
  std::uint64_t peak_bytes_ = 0;
  std::uint64_t peak_windows_ = 0;
  std::uint64_t misses_ = 0;
  std::uint64_t evictions_ = 0;
  std::atomic<std::uint64_t> hits_{0};
  std::atomic<std::uint64_t> fallback_reads_{0};
  std::atomic<std::int32_t> refusals_{0};  ///< how many ranges are read before the system is asked to map again
  scattered_reads scattered_;
  os::fork_guard fork_guard_;  ///< last: it ends before what it guards does
};

}  // namespace memosaic::window_core
