#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string_view>

#include "memosaic/table/container.hpp"

namespace memosaic::bench {

/// A lookup in a table of `keyed_row` as docs/table_key_index.md has it, without a single test of what it reads: what
/// one would write for a file that can be trusted. The difference to ours is what our tests cost.
class untested_table {
 public:
  /// Lifetime: of the container. Errors: `std::invalid_argument` for a table without a perfect hash of 64 bits.
  explicit untested_table(const container& file);

  /// -1 for a key that is absent.
  [[nodiscard]] std::int64_t id_of(std::string_view key) const noexcept;

 private:
  const std::byte* entries_ = nullptr;
  const std::byte* data_ = nullptr;
  const std::byte* fingerprints_ = nullptr;
  const std::byte* records_ = nullptr;
  std::uint64_t partitions_ = 0;
  std::uint64_t seed_ = 0;
  std::uint64_t stride_ = 0;
  std::size_t id_offset_ = 0;
};

}  // namespace memosaic::bench
