#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "memosaic/file/file.hpp"

namespace memosaic::window_core {

class pooled_file;

/// The files that a pool keeps open, by what they are and what they are called.
///
/// Whoever opened a file by another name asks for what that names when he refreshes; so names are kept apart.
/// Threads: the pool's lock. What is dropped goes to the caller, to be let go of without the lock: files take it as
/// they go.
class open_files {
 public:
  using dropped_files = std::vector<std::shared_ptr<pooled_file>>;

  /// Device and inode, name, size and time.
  using key = std::tuple<std::uint64_t, std::uint64_t, std::string, std::uint64_t, std::int64_t>;
  [[nodiscard]] static key key_of(const file& source);

  /// Up to `most` are kept open while no cursor is on them.
  explicit open_files(std::size_t most) noexcept : most_(most), sweep_at_(most) {}

  [[nodiscard]] std::size_t size() const noexcept { return files_.size(); }

  /// The file in just this state; null if there is none, or if it was damaged.
  [[nodiscard]] std::shared_ptr<pooled_file> find(const key& name, dropped_files& dropped);

  /// Keeps a file that is not there. Its older states go, and others that nobody is on if there are too many.
  void insert(const key& name, std::shared_ptr<pooled_file> made, dropped_files& dropped);

  /// Drops the oldest of those that no cursor is on until at most `kept` are there.
  void drop_idle(std::size_t kept, dropped_files& dropped);

  void swap(open_files& other) noexcept { files_.swap(other.files_); }

 private:
  struct entry {
    std::shared_ptr<pooled_file> kept;
    std::uint64_t used = 0;  ///< when it was opened last
  };

  void drop_older_states(const key& name, dropped_files& dropped);

  std::map<key, entry> files_;
  std::uint64_t opened_ = 0;
  std::size_t most_;
  std::size_t sweep_at_;  ///< how many files it takes to look for idle ones
};

}  // namespace memosaic::window_core
