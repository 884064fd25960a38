#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::cli {

/// A run of bytes in which two files differ.
struct difference_run {
  enum class kind : std::uint8_t { changed, only_first, only_second };

  kind what = kind::changed;
  std::uint64_t first_offset = 0;   ///< where it begins in the first file, or would
  std::uint64_t second_offset = 0;  ///< the same in the second
  std::uint64_t length = 0;
  std::vector<std::byte> first_bytes;   ///< the first bytes of the run, as many as are shown
  std::vector<std::byte> second_bytes;  ///< empty, as `first_bytes`, on the side that does not have the run
};

/// Makes the runs of two whole files out of those of their pieces: a run that crosses a border between pieces is one
/// run, and so are two that are nearer than the gap.
class run_collector {
 public:
  using receiver = std::function<void(const difference_run&)>;

  /// `shown_bytes` of each side are kept with a run.
  run_collector(std::size_t gap, std::size_t shown_bytes, receiver deliver);

  /// The next pieces, of the same size, which begin at these offsets.
  void compare(std::uint64_t first_offset, bytes_view first, std::uint64_t second_offset, bytes_view second);

  /// Bytes that only one file has. Calls that continue each other make one run.
  void only(difference_run::kind side, std::uint64_t first_offset, std::uint64_t second_offset, bytes_view bytes);

  /// Delivers the last run.
  void finish();

 private:
  void extend_shown(bytes_view first, bytes_view second);

  std::size_t gap_;
  std::size_t shown_bytes_;
  receiver deliver_;
  std::optional<difference_run> open_;
};

}  // namespace memosaic::cli
