#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>

#include "memosaic/file/mapped_pages.hpp"

namespace memosaic {

/// How a file is divided into windows.
enum class window_layout : std::uint8_t {
  grid,        ///< side by side, and others across their borders: whatever is no longer than half of one lies in one
  exact_fit,   ///< windows never overlap: each grows into the gap between its neighbours, as those of smmap do
  whole_file,  ///< one window as long as the file
};

/// How windows come to memory, and what the budget counts.
enum class window_backing : std::uint8_t {
  automatic,  ///< `resident` where addresses are plenty (64 bits), else `mapped`; `read` what cannot be mapped
  resident,   ///< a file is mapped once; a window that leaves gives its pages back. Counts bytes that may be resident
  mapped,     ///< each window is mapped by itself, and unmapped when it leaves. Counts mapped bytes
  read,       ///< nothing is mapped: what is asked for is read
};

/// How much a pool may keep.
///
/// What is pinned stays whatever the limits say: the soft limits are exceeded for it, and beyond the hard one the pool
/// refuses. What is being unmapped is counted until that is done.
struct window_limits {
  std::uint64_t soft_bytes = std::uint64_t{8} << 30;  ///< what windows that nobody pins are evicted for
  std::uint64_t hard_bytes = UINT64_MAX;              ///< never exceeded, by windows and what is read together
  std::size_t windows = std::size_t{1} << 15;         ///< soft; half of what Linux lets a process map by default
  std::size_t files = 256;                            ///< soft; files that no cursor is on are closed for others
};

/// The settings of a pool, for good.
struct window_pool_options {
  window_layout layout = window_layout::grid;
  window_backing backing = window_backing::automatic;

  /// Bytes of a window, rounded up to a power of two; at least 2 MiB with `resident` backing, else two pages, and the
  /// 2^24th part of the file.
  ///
  /// By default a file no longer than an eighth of the soft limit is one window: a cursor never leaves it. Windows of
  /// longer files are a sixteenth of the soft limit, but at most 16 MiB: larger ones are no faster to scan, and keep
  /// more in memory that is not wanted.
  ///
  /// With `exact_fit` it is taken as it is, by default 1 GiB: a window has up to two pages more, because its ends lie
  /// at pages, and in a narrow gap less. Whatever it will have, room is made for all of this and no more, as smmap
  /// does: the soft limit is exceeded by those two pages at the most until the next window comes.
  std::optional<std::uint64_t> window_size = {};

  window_limits limits = {};

  /// What the system is told of how files will be read; by default what cursors' moves show: reading forward from the
  /// third window in a row on, scattered reading from the third jump on. Of a long window a cursor shows a part at a
  /// time for that, until it is plain that all is in memory. What happens within 16 MiB is not seen, nor what is done
  /// with views: say so here if they are read at random.
  std::optional<access_pattern> advice = {};

  /// Whether ranges are read instead of mapped as long as windows would leave before they are of use. Not with
  /// `exact_fit`: whoever chooses that wants windows.
  bool reads_scattered = true;
};

/// What a pool did and holds. Counts begin with the pool.
struct window_pool_statistics {
  std::uint64_t hits = 0;             ///< windows that were there when a cursor moved to them
  std::uint64_t misses = 0;           ///< windows that had to come
  std::uint64_t evictions = 0;        ///< windows that left for others or by `trim`
  std::uint64_t reads = 0;            ///< ranges that were read instead
  std::uint64_t read_bytes = 0;       ///< bytes of those
  std::uint64_t fallback_reads = 0;   ///< of the reads: because the system had no room for one more mapping
  std::uint64_t faults_survived = 0;  ///< lost pages that were touched, by anybody in the process; see `watch_mappings`
  std::uint64_t windows = 0;          ///< now
  std::uint64_t peak_windows = 0;     ///< the most at any time
  std::uint64_t bytes = 0;            ///< now, as the backing counts them; pinned ranges beside the windows included
  std::uint64_t peak_bytes = 0;       ///< the most at any time
  std::uint64_t read_block_bytes = 0;    ///< now, of what is read into, for cursors and views
  std::uint64_t pinned_windows = 0;      ///< now
  std::uint64_t pinned_bytes = 0;        ///< now, of `bytes`
  std::uint64_t files = 0;               ///< now, opened by path, with those that no cursor is on
  std::uint64_t files_with_windows = 0;  ///< now
};

}  // namespace memosaic
