#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <vector>

#include "memosaic/table/table.hpp"

namespace memosaic {

/// How the index of a table finds a slot: docs/table_key_index.md, 2.
enum class table_index : std::uint8_t {
  none = 0,     ///< of an array
  perfect = 1,  ///< a perfect hash: one pilot, one fingerprint, one record
  linear = 2,   ///< few keys: their hashes are compared one after the other
  dense = 3,    ///< integers: a bit of a map, and the record
};

/// Where the bytes of a table are, and what a lookup costs.
struct table_statistics {
  /// How many things have a size of at most `most`, and more than the row before.
  struct size_row {
    std::uint64_t most;
    std::uint64_t count;
  };

  table_index index = table_index::none;
  unsigned hash_bits = 0;
  unsigned fingerprint_bits = 0;
  std::uint64_t partitions = 0;   ///< of a perfect hash
  std::uint64_t most_probes = 0;  ///< places of the index that a lookup looks at, at most
  std::uint64_t index_bytes = 0;  ///< of all key sections but those of orders

  std::uint64_t stride = 0;      ///< bytes from one record to the next, 0 if they vary
  std::uint64_t fixed_part = 0;  ///< of each record
  /// The bytes of the fields in it, and of the number of the record where others are written in place.
  std::uint64_t slots = 0;
  std::uint64_t record_bytes = 0;  ///< of all cells with what pads them
  std::uint64_t least_record = 0;
  std::uint64_t most_record = 0;
  /// Bytes between fields of the fixed part, and behind it up to the stride, of all records.
  std::uint64_t padding = 0;
  /// Bytes between sections, all zero.
  std::uint64_t between_sections = 0;
  /// Records that begin in one cache line of 64 bytes and, being no longer than that, end in another.
  std::uint64_t split_records = 0;
  std::vector<size_row> record_sizes{};   ///< by powers of two, without rows of none
  std::uint64_t most_records_of_key = 0;  ///< 0 for an array
};

/// Cost: linear in the number of records; reads where records are, not what they hold. Errors: `format_error` where the
/// file lies.
[[nodiscard]] table_statistics statistics_of(const table& of);

}  // namespace memosaic
