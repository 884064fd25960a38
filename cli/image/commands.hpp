#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "cli/exit_code.hpp"

/// The commands `memosaic image ...`.
namespace memosaic::cli {

/// Which options a command has beside its own.
struct option_groups {
  bool merge = false;   ///< its inputs become one image
  bool filters = true;  ///< the chain
  bool output = false;  ///< it writes an image
};

struct image_command {
  std::string_view name;
  std::string_view operands;  ///< as the help shows them
  std::string_view summary;
  std::string_view help;  ///< what there is to say, and examples
  option_groups groups;
  std::span<const option_facts> options;  ///< its own
  exit_code (*run)(const image_command& command, const given_words& words, answer_form form, console& with);
};

/// All commands, in the order of the help.
[[nodiscard]] std::span<const image_command> image_commands() noexcept;

/// The command of a name; null if there is none.
[[nodiscard]] const image_command* image_command_named(std::string_view name) noexcept;

/// `memosaic image WORDS...`. Errors: as the commands; `trouble` for wrong use.
[[nodiscard]] exit_code run_image(std::span<char* const> words, output& out, complaints& errors);

// What the commands do, each in the file of its name.
exit_code write_command(const image_command& command, const given_words& words, answer_form form, console& with);
exit_code info_command(const image_command& command, const given_words& words, answer_form form, console& with);
exit_code map_command(const image_command& command, const given_words& words, answer_form form, console& with);
exit_code split_command(const image_command& command, const given_words& words, answer_form form, console& with);
exit_code join_command(const image_command& command, const given_words& words, answer_form form, console& with);
exit_code diff_command(const image_command& command, const given_words& words, answer_form form, console& with);
exit_code patch_command(const image_command& command, const given_words& words, answer_form form, console& with);
exit_code find_command(const image_command& command, const given_words& words, answer_form form, console& with);
exit_code checksum_command(const image_command& command, const given_words& words, answer_form form, console& with);

}  // namespace memosaic::cli
