#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/numbers.hpp"

namespace memosaic::cli {

/// What `memosaic copy` was asked.
struct copy_options {
  std::string source;
  std::string target;
  byte_range range;                 ///< of the source; it must have all of it
  std::optional<std::uint64_t> at;  ///< write into an existing target, at this offset, and keep the rest of it
  bool force = false;               ///< replace a target that exists
  answer_form form = answer_form::text;
};

/// Copies bytes inside the kernel where it can, else through one buffer. Holes of a regular source stay holes.
///
/// A regular target appears whole or not at all; one that exists is replaced only by `force`, and only when the copy is
/// complete. Standard output, pipes and devices are written straight, and so is a target with `at`.
/// Errors: `trouble` (with `exit_code::conflict` if the target exists) and the system's.
[[nodiscard]] exit_code copy(const copy_options& options, console& with);

}  // namespace memosaic::cli
