#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <span>
#include <string_view>

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "cli/exit_code.hpp"

/// The commands `memosaic file ...`: what the system knows of a file, and what of it is in memory.
namespace memosaic::cli {

struct file_command {
  std::string_view name;
  std::string_view summary;
  std::string_view help;  ///< what there is to say, and examples
  std::span<const option_facts> options;
  exit_code (*run)(const given_words& words, answer_form form, console& with);
};

/// The command of a name; null if there is none.
[[nodiscard]] const file_command* file_command_named(std::string_view name) noexcept;

/// `memosaic file WORDS...`. Errors: as the commands; `trouble` for wrong use.
[[nodiscard]] exit_code run_file(std::span<char* const> words, output& out, complaints& errors);

// What the commands do, each in the file of its name.
exit_code file_info_command(const given_words& words, answer_form form, console& with);
exit_code residency_command(const given_words& words, answer_form form, console& with);
exit_code warm_command(const given_words& words, answer_form form, console& with);
exit_code evict_command(const given_words& words, answer_form form, console& with);

}  // namespace memosaic::cli
