#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <span>
#include <string_view>

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "cli/exit_code.hpp"

/// The commands `memosaic table ...`: typed records in a file, found by key.
namespace memosaic::cli {

struct table_command {
  std::string_view name;
  std::string_view operands;  ///< as the help shows them
  std::string_view summary;
  std::string_view help;  ///< what there is to say, and examples
  std::span<const option_facts> options;
  std::span<const option_facts> more_options;  ///< those that it shares with other commands
  exit_code (*run)(const given_words& words, answer_form form, console& with);
};

/// The command of a name; null if there is none.
[[nodiscard]] const table_command* table_command_named(std::string_view name) noexcept;

/// `memosaic table WORDS...`. Errors: as the commands; `trouble` for wrong use.
[[nodiscard]] exit_code run_table(std::span<char* const> words, output& out, complaints& errors);

// What the commands do, each in the file of its name.
exit_code build_table_command(const given_words& words, answer_form form, console& with);
exit_code table_info_command(const given_words& words, answer_form form, console& with);
exit_code table_get_command(const given_words& words, answer_form form, console& with);
exit_code table_scan_command(const given_words& words, answer_form form, console& with);
exit_code table_export_command(const given_words& words, answer_form form, console& with);
exit_code table_verify_command(const given_words& words, answer_form form, console& with);
exit_code table_diff_command(const given_words& words, answer_form form, console& with);
exit_code table_stats_command(const given_words& words, answer_form form, console& with);

}  // namespace memosaic::cli
