#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/memory_budget.hpp"
#include "cli/numbers.hpp"

namespace memosaic::cli {

/// What `memosaic cmp` was asked.
struct cmp_options {
  std::string first;
  std::string second;
  byte_range range;    ///< of both files
  bool last = false;   ///< the last difference, both files aligned at their ends
  bool quiet = false;  ///< the exit code only
  memory_budget budget;
  answer_form form = answer_form::text;
};

/// Prints the first or the last place where two files differ, and nothing if they do not.
///
/// Returns `yes` if they are equal, `no` if they differ. Errors: `trouble` and the system's.
[[nodiscard]] exit_code cmp(const cmp_options& options, console& with);

}  // namespace memosaic::cli
