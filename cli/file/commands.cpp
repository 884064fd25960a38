// SPDX-License-Identifier: Apache-2.0
#include "cli/file/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "cli/file/help_text.hpp"
#include "cli/help_text.hpp"
#include "cli/output.hpp"
#include "cli/trouble.hpp"

namespace memosaic::cli {
namespace {

constexpr option_facts range_option_facts{"--range", "", "A:B", "Only this part"};

constexpr std::array shared_table{option_facts{"--json", "", "", "Answer and errors as JSON documents"},
                                  option_facts{"--help", "-h", "", "Print this help"}};
constexpr std::array info_table{option_facts{"--runs", "", "", "List the parts that are stored"}};
constexpr std::array residency_table{
    range_option_facts,
    option_facts{"--rows", "", "N", "Rows, at most (16)"},
    option_facts{"--width", "", "N", "Cells in a row (64)"},
    option_facts{"--ascii", "", "", "Draw with # = - . and blanks"},
};
constexpr std::array warm_table{
    range_option_facts,
    option_facts{"--no-wait", "", "", "Ask the system to read, and do not wait for it"},
};
constexpr std::array evict_table{
    range_option_facts,
    option_facts{"--flush", "", "", "Have written first what waits for it"},
};

constexpr std::array commands{
    file_command{"info", "Print what the system knows of files", file_info_help, info_table, file_info_command},
    file_command{"residency", "Draw what of files is in memory", residency_help, residency_table, residency_command},
    file_command{"warm", "Bring files into memory", warm_help, warm_table, warm_command},
    file_command{"evict", "Drop files from memory", evict_help, evict_table, evict_command},
};

void append_options(std::string& text, std::span<const option_facts> options) {
  for (const option_facts& each : options) {
    std::string names(each.letter);
    if (!names.empty()) names += ",";
    names.append(each.name);
    if (!each.argument.empty()) names.append(" ").append(each.argument);
    text += fmt::format("  {:<29} {}\n", names, each.help);
  }
}

std::string help_of(const file_command& command) {
  std::string text =
      fmt::format("{}\nUsage: memosaic file {} FILE... [OPTIONS]\n\nOptions:\n", command.summary, command.name);
  append_options(text, command.options);
  append_options(text, shared_table);
  return text.append("\n").append(command.help).append("\n").append(number_help).append("\n").append(file_exit_codes);
}

std::string help_of_all() {
  std::string text =
      "Files and memory: what of a file is there, and what shall be\nUsage: memosaic file COMMAND FILE... "
      "[OPTIONS]\n\nCommands:\n";
  for (const file_command& each : commands) text += fmt::format("  {:<10} {}\n", each.name, each.summary);
  return text.append("\n").append(file_overview).append("\n").append(file_exit_codes);
}

constexpr std::string_view names_of_commands = "give info, residency, warm or evict, or see memosaic file --help";

exit_code print(const std::string& text, output& out) {
  out.write(text);
  out.flush();
  return exit_code::yes;
}

}  // namespace

const file_command* file_command_named(std::string_view name) noexcept {
  const auto found = std::ranges::find(commands, name, &file_command::name);
  return found == commands.end() ? nullptr : &*found;
}

exit_code run_file(std::span<char* const> words, output& out, complaints& errors) {
  if (words.empty()) throw trouble("COMMAND", "is missing", std::string(names_of_commands));
  const std::string_view first = words.front();
  if (first == "--help" || first == "-h" || first == "help") {
    const file_command* const asked = words.size() > 1 ? file_command_named(words[1]) : nullptr;
    return print(asked != nullptr ? help_of(*asked) : help_of_all(), out);
  }
  const file_command* const command = file_command_named(first);
  if (command == nullptr) throw trouble(std::string(first), "no such command", std::string(names_of_commands));
  const std::array<std::span<const option_facts>, 2> known{command->options, shared_table};
  const given_words given = parse_words(words.subspan(1), known, std::string("memosaic file ").append(command->name));
  if (given.has("--help")) return print(help_of(*command), out);
  console with{out, errors, false, true};
  return command->run(given, given.has("--json") ? answer_form::json : answer_form::text, with);
}

}  // namespace memosaic::cli
