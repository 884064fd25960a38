// SPDX-License-Identifier: Apache-2.0
#include "cli/table/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "cli/output.hpp"
#include "cli/table/help_text.hpp"
#include "cli/table/row_printer.hpp"
#include "cli/trouble.hpp"

namespace memosaic::cli {
namespace {

constexpr std::array shared_table{option_facts{"--json", "", "", "Answer and errors as JSON documents"},
                                  option_facts{"--help", "-h", "", "Print this help"}};
constexpr std::array build_table{
    option_facts{"--output", "-o", "TABLE", "The table to write"},
    option_facts{"--key", "", "COLUMN", "The field by which records are found; without it, an array"},
    option_facts{"--duplicates", "", "WHICH", "Of rows with one key: error (the default), first, last, or multi: all"},
    option_facts{"--sorted", "", "", "Keys can be scanned in their order, by range and prefix"},
    option_facts{"--insertion-order", "", "", "Records can be read in the order of the rows"},
    option_facts{"--approximate", "", "BITS", "Keys are not kept: others are found at a rate of 2 to the minus BITS"},
    option_facts{"--from", "", "FORM", "csv, tsv or jsonl, whatever the extensions"},
    option_facts{"--delimiter", "", "C", "What stands between the fields of CSV"},
    option_facts{"--no-heading", "", "", "CSV and TSV have no names: fields are column1, column2, ..."},
    option_facts{"--schema", "", "FILE", "The schema: a text as table info --schema prints it, or a table"},
    option_facts{"--field", "", "NAME:TYPE", "The type of one field, whatever its rows look like"},
    option_facts{"--metadata", "", "TEXT", "Kept in the table, for you"},
    option_facts{"--metadata-file", "", "FILE", "The same from a file"},
    option_facts{"--threads", "", "N", "That make the index (as many as processors, up to 8)"},
    option_facts{"--memory", "", "SIZE", "Of records that wait to be sorted (256M); the rest goes to a temporary file"},
    option_facts{"--reproducible", "", "", "Equal rows make equal files; takes longer"},
    option_facts{"--force", "-f", "", "Replace a TABLE that is no table"},
};
constexpr std::array info_table{option_facts{"--schema", "", "", "Print the schema alone, as table build takes it"}};
constexpr std::array get_table{
    option_facts{"--null", "-z", "", "Keys of standard input end with a zero byte, not with the line"},
    option_facts{"--absent", "", "", "Print the keys that are absent, and no records"},
};
constexpr std::array scan_table{
    option_facts{"--from", "", "KEY", "Only records with this key or a greater one"},
    option_facts{"--to", "", "KEY", "Only records with a smaller key"},
    option_facts{"--prefix", "", "TEXT", "Only records with keys that begin so"},
    option_facts{"--limit", "", "N", "At most N records"},
};
constexpr std::array export_table{
    option_facts{"--output", "-o", "FILE", "Where the rows go; without it, standard output"},
    option_facts{"--to", "", "FORM", "csv, tsv or jsonl"},
};
constexpr std::array verify_table{option_facts{"--threads", "", "N", "That read (as many as processors, up to 8)"}};
constexpr std::array diff_table{
    option_facts{"--limit", "", "N", "Print N records at most, and count the others"},
    option_facts{"--summary", "", "", "Only how many records differ"},
};

constexpr std::span<const option_facts> none;

constexpr std::array order_table{
    option_facts{"--key-order", "", "", "In the order of keys"},
    option_facts{"--insertion-order", "", "", "In the order in which they were added"},
};
constexpr std::array scan_and_order{scan_table[0], scan_table[1],  scan_table[2],
                                    scan_table[3], order_table[0], order_table[1]};
constexpr std::array export_and_order{export_table[0], export_table[1], order_table[0], order_table[1]};

const std::array commands{
    table_command{"build", "INPUT... -o TABLE", "Make a table of CSV, TSV or JSON lines", table_build_help, build_table,
                  none, build_table_command},
    table_command{"info", "TABLE...", "Print what tables are", table_info_help, info_table, none, table_info_command},
    table_command{"get", "TABLE KEY...", "Print the records of keys", table_get_help, get_table, row_option_facts,
                  table_get_command},
    table_command{"scan", "TABLE", "Print records, all or those of a range of keys", table_scan_help, scan_and_order,
                  row_option_facts, table_scan_command},
    table_command{"export", "TABLE", "Write all records as CSV, TSV or JSON lines", table_export_help, export_and_order,
                  none, table_export_command},
    table_command{"verify", "TABLE...", "Test every byte of tables", table_verify_help, verify_table, none,
                  table_verify_command},
    table_command{"diff", "A B", "Print the records in which two tables differ", table_diff_help, diff_table, none,
                  table_diff_command},
    table_command{"stats", "TABLE...", "Print where the bytes of tables are, and what a lookup costs", table_stats_help,
                  none, none, table_stats_command},
};

void append_options(std::string& text, std::span<const option_facts> options) {
  for (const option_facts& each : options) {
    std::string names(each.letter);
    if (!names.empty()) names += ",";
    names.append(each.name);
    if (!each.argument.empty()) names.append(" ").append(each.argument);
    text += fmt::format("  {:<24} {}\n", names, each.help);
  }
}

std::string help_of(const table_command& command) {
  std::string text = fmt::format("{}\nUsage: memosaic table {} {} [OPTIONS]\n\nOptions:\n", command.summary,
                                 command.name, command.operands);
  append_options(text, command.options);
  append_options(text, command.more_options);
  append_options(text, shared_table);
  return text.append("\n")
      .append(command.help)
      .append("\n")
      .append(table_number_help)
      .append("\n")
      .append(table_exit_codes);
}

std::string help_of_all() {
  std::string text =
      "Tables: typed records in a file, found by key and read where they lie\nUsage: memosaic table COMMAND "
      "... [OPTIONS]\n\nCommands:\n";
  for (const table_command& each : commands) text += fmt::format("  {:<10} {}\n", each.name, each.summary);
  return text.append("\n").append(table_overview).append("\n").append(table_exit_codes);
}

constexpr std::string_view names_of_commands =
    "give build, info, get, scan, export, verify, diff or stats, or see memosaic table --help";

exit_code print(const std::string& text, output& out) {
  out.write(text);
  out.flush();
  return exit_code::yes;
}

}  // namespace

const table_command* table_command_named(std::string_view name) noexcept {
  const auto found = std::ranges::find(commands, name, &table_command::name);
  return found == commands.end() ? nullptr : &*found;
}

exit_code run_table(std::span<char* const> words, output& out, complaints& errors) {
  if (words.empty()) throw trouble("COMMAND", "is missing", std::string(names_of_commands));
  const std::string_view first = words.front();
  if (first == "--help" || first == "-h" || first == "help") {
    const table_command* const asked = words.size() > 1 ? table_command_named(words[1]) : nullptr;
    return print(asked != nullptr ? help_of(*asked) : help_of_all(), out);
  }
  const table_command* const command = table_command_named(first);
  if (command == nullptr) throw trouble(std::string(first), "no such command", std::string(names_of_commands));
  const std::array<std::span<const option_facts>, 3> known{command->options, command->more_options, shared_table};
  const given_words given = parse_words(words.subspan(1), known, std::string("memosaic table ").append(command->name));
  if (given.has("--help")) return print(help_of(*command), out);
  console with{out, errors, false, true};
  return command->run(given, given.has("--json") ? answer_form::json : answer_form::text, with);
}

}  // namespace memosaic::cli
