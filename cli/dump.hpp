#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <optional>
#include <string>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/memory_budget.hpp"
#include "cli/numbers.hpp"

namespace memosaic::cli {

/// What `memosaic dump` was asked.
struct dump_options {
  static constexpr std::size_t largest_width = 4096;

  std::string file;
  byte_range range;
  std::optional<std::size_t> width;  ///< bytes in a row, 1 to `largest_width`; absent: 16, or 32 for `plain`
  std::size_t group = 1;             ///< bytes written without a space between them
  bool squeeze = true;               ///< rows that repeat the row before are one `*`
  bool plain = false;                ///< hexadecimal digits only, every row
  memory_budget budget;
  answer_form form = answer_form::text;
};

/// Prints offset, hexadecimal digits and characters of each row of bytes, and last the offset of the end.
///
/// Errors: `trouble` and the system's. Memory: one piece of a stream; of a regular file, windows within the budget.
/// Cost: bound by writing the text; rows that repeat cost one pass over the bytes.
[[nodiscard]] exit_code dump(const dump_options& options, console& with);

}  // namespace memosaic::cli
