#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <span>
#include <string>

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "memosaic/image/write_image.hpp"

/// Where an image goes.
namespace memosaic::cli {

/// `-o`, `--to` and the others that say how the output is written.
extern const std::span<const option_facts> output_option_facts;

/// What a command line says about its output.
struct image_target {
  std::string path = "-";              ///< `-`: standard output
  bool replace = true;                 ///< whether a file that exists may be replaced
  std::optional<image_format> format;  ///< as --to forces it
  write_image_options options;

  [[nodiscard]] bool is_standard_output() const { return path == "-"; }
};

/// Errors: `trouble` for an argument that cannot be understood.
[[nodiscard]] image_target output_options(const given_words& words);

/// The format that `deliver` will write: forced, else by the extension, else, to standard output or a pipe, that of the
/// input if it can be written, and Intel HEX if not.
/// Errors: `trouble` if the extension of a file says nothing.
[[nodiscard]] image_format format_for(const image_target& to, image_format input);

/// Writes the image. A file appears whole or not at all; standard output, pipes and devices are written straight.
///
/// Errors: `trouble`, with `exit_code::conflict` for a file that exists and may not be replaced; the system's.
void deliver(const image& from, const image_target& to, image_format format, console& with);

/// The same for the text of a patch.
void deliver_patch(const image& before, const image& after, const std::string& path, console& with);

}  // namespace memosaic::cli
