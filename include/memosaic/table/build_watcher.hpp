#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

namespace memosaic {

/// What a build is doing.
enum class build_stage : std::uint8_t {
  adding,      ///< records are taken; how many there will be is not known
  arranging,   ///< all records are sorted anew, because their keys are dense or chosen, or for a seed from the content
  indexing,    ///< partitions of the index are made and their records are written
  ordering,    ///< insertion order and key order are written
  publishing,  ///< the file is flushed and gets its name
};

/// Told how far a build is, and asked whether it shall go on.
///
/// Threads: it is called by any of the threads of the build, but never by two at once.
class build_watcher {
 public:
  virtual ~build_watcher() = default;

  /// `done` of `total` records, or partitions under `indexing`; `total` is 0 if it is not known. False ends the build
  /// with a `std::system_error` of `std::errc::operation_canceled`, and leaves nothing of it.
  [[nodiscard]] virtual bool go_on(build_stage stage, std::uint64_t done, std::uint64_t total) = 0;
};

}  // namespace memosaic
