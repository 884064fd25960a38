#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "cli/output.hpp"
#include "cli/trouble.hpp"

namespace memosaic::cli {

/// How an answer is written.
enum class answer_form : std::uint8_t {
  text,
  json,        ///< one document
  json_lines,  ///< one document for each finding
};

/// What a command talks to. Tests put files in its place.
struct console {
  output& out;
  complaints& errors;
  bool color = false;     ///< colour the answer
  bool progress = false;  ///< show progress on standard error, if that is a terminal
};

}  // namespace memosaic::cli
