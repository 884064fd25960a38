#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <span>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "memosaic/image/image_merger.hpp"
#include "memosaic/image/read_image.hpp"

/// The images that a command reads.
namespace memosaic::cli {

/// `--from`, `--lenient` and the others that say how inputs are read.
extern const std::span<const option_facts> source_option_facts;

/// `--overlap` and `--entry-conflict`, of the commands that put inputs together.
extern const std::span<const option_facts> merge_option_facts;

/// How all inputs of a command are read. Errors: `trouble` for an argument that cannot be understood.
[[nodiscard]] read_image_options source_options(const given_words& words);

[[nodiscard]] image_merge_policy merge_options(const given_words& words);

struct image_source {
  std::string name;  ///< as it was given, or "standard input"
  read_image_result read;
};

/// Reads `PATH`, `PATH@ADDRESS` for raw files, or `-` for standard input. Of a lenient reading, the problems are told
/// as warnings, the first twenty of them.
///
/// Errors: `image_error`, the system's, and `trouble` for an address of a file that has its own.
[[nodiscard]] image_source load_source(const std::string& operand, const read_image_options& options, console& with);

/// All of them, in their order. Errors: `trouble` if there are none.
[[nodiscard]] std::vector<image_source> load_sources(std::span<const std::string> operands,
                                                     const read_image_options& options, console& with);

/// The format's name, as --from and --to take it. Errors: `std::invalid_argument`, listing them.
[[nodiscard]] image_format parse_format(std::string_view name);

}  // namespace memosaic::cli
