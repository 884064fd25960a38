#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/memory_budget.hpp"
#include "cli/numbers.hpp"
#include "memosaic/bytes/find.hpp"

namespace memosaic::cli {

/// What `memosaic find` was asked.
struct find_options {
  std::vector<std::byte> needle;  ///< not empty
  std::vector<std::string> files;
  byte_range range;
  std::uint64_t step = 1;               ///< not 0
  std::optional<std::uint64_t> origin;  ///< absent: where the range starts
  overlap overlapping = overlap::no;
  bool backward = false;               ///< from the end of each file
  bool last = false;                   ///< only the last match of each file
  bool count = false;                  ///< how many, not where
  std::optional<std::uint64_t> most;   ///< matches of each file
  std::optional<std::size_t> context;  ///< bytes to show on both sides of a match
  memory_budget budget;
  answer_form form = answer_form::text;
};

/// Prints `path:0xOFFSET` for each match. A file that cannot be read is complained about and passed over.
///
/// Returns `yes` if there was a match, `no` if there was none, `trouble` if some file could not be searched.
/// Errors: `trouble` if the needle is too long for the budget.
/// Memory: a few pieces of a stream; of a regular file, windows within the budget.
[[nodiscard]] exit_code find(const find_options& options, console& with);

}  // namespace memosaic::cli
