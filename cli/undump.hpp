#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"

namespace memosaic::cli {

/// Writes the bytes that the text of a dump stands for: `memosaic dump --reverse`.
///
/// Errors: as `dump_reader` and `input`; `trouble` if the bytes would go to a terminal.
/// Memory: one piece of the text and one line.
[[nodiscard]] exit_code undump(const std::string& path, console& with);

}  // namespace memosaic::cli
