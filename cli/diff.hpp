#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/memory_budget.hpp"
#include "cli/numbers.hpp"

namespace memosaic::cli {

/// What `memosaic diff` was asked.
struct diff_options {
  std::string first;
  std::string second;
  byte_range range;                    ///< of both files
  std::size_t gap = 1;                 ///< runs fewer equal bytes apart are joined; not 0
  std::optional<std::uint64_t> limit;  ///< runs to print; all are counted
  std::size_t shown_bytes = 16;        ///< of each side of a run
  bool summary = false;                ///< no runs, only how many
  bool from_end = false;               ///< both files aligned at their ends
  memory_budget budget;
  answer_form form = answer_form::text;
};

/// Prints the runs in which two files differ, and at the end how many they are. What one file has beyond the other is
/// a run of its own, never compared with zero.
///
/// Returns `yes` if they are equal, `no` if they differ. Errors: `trouble` and the system's.
/// Memory: one piece of each stream; nothing of a regular file but its mapping.
[[nodiscard]] exit_code diff(const diff_options& options, console& with);

}  // namespace memosaic::cli
