#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "table/key_hash.hpp"

namespace memosaic::table_core {

/// The records of one partition in the order of their hashes, those of one hash together and in the order they came.
///
/// A group is one key, unless two keys have one hash: the caller compares the keys of groups of more than one, and
/// takes another seed if they differ. An object may be used for one partition after another.
///
/// Cost: linear, 44 bytes a record of one partition, of which 24 stay.
class key_groups {
 public:
  /// All hashes are of one of so many partitions. Errors: `std::bad_alloc`; it has no groups then.
  void arrange(std::span<const key_hash> hashes, std::uint64_t partitions);

  /// How many different hashes there are.
  [[nodiscard]] std::size_t size() const noexcept { return hashes_.size(); }

  /// The different hashes, growing.
  [[nodiscard]] std::span<const key_hash> hashes() const noexcept MEMOSAIC_LIFETIMEBOUND { return hashes_; }

  /// Which records have the hash with this index, growing.
  [[nodiscard]] std::span<const std::uint32_t> records(std::size_t index) const noexcept MEMOSAIC_LIFETIMEBOUND {
    return {records_.data() + starts_[index], records_.data() + starts_[index + 1]};
  }

 private:
  struct item {
    std::uint64_t place;
    std::uint32_t record;
  };

  void distribute(std::span<const key_hash> hashes, std::uint64_t partitions);

  std::vector<item> items_;
  std::vector<std::uint32_t> counts_;
  std::vector<key_hash> hashes_;
  std::vector<std::uint32_t> starts_;  ///< of each group in records_, and the end
  std::vector<std::uint32_t> records_;
};

}  // namespace memosaic::table_core
