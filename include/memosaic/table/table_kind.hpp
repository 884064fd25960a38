#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

namespace memosaic {

/// How records of a table are found. The numbers are those of docs/table_format.md and never change.
enum class table_kind : std::uint8_t {
  array = 1,     ///< by their number; the schema has no key field
  map = 2,       ///< by a key that one record has
  multimap = 3,  ///< by a key that several records may have
  /// By the hash of a key, which is not kept: records of other keys are found at a rate that was chosen.
  approximate_multimap = 4,
};

}  // namespace memosaic
