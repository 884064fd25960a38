// SPDX-License-Identifier: Apache-2.0
#include "cli/image/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/help_text.hpp"
#include "cli/image/delivery.hpp"
#include "cli/image/filters.hpp"
#include "cli/image/help_text.hpp"
#include "cli/image/sources.hpp"

namespace memosaic::cli {
namespace {

constexpr option_groups writes{.merge = true, .filters = true, .output = true};
constexpr option_groups answers{.merge = false, .filters = true, .output = false};

constexpr std::array json_table{option_facts{"--json", "", "", "Answer and errors as JSON documents"},
                                option_facts{"--help", "-h", "", "Print this help"}};
constexpr std::array convert_table{option_facts{"--force", "-f", "", "Replace a TARGET that exists"}};
constexpr std::array info_table{option_facts{"--limit", "", "N", "List N blocks at most (32; all with --json)"}};
constexpr std::array map_table{
    option_facts{"--width", "", "N", "Cells in a row (64)"},
    option_facts{"--rows", "", "N", "Rows with content, at most (24)"},
    option_facts{"--cell", "", "N", "Addresses in a cell, a power of two, whatever the number of rows"},
    option_facts{"--ascii", "", "", "Draw with # = - . and blanks"},
};
constexpr std::array split_table{
    option_facts{"--chunks", "", "N", "Parts of at most N bytes of each block"},
    option_facts{"--pages", "", "N", "From one multiple of N to the next"},
    option_facts{"--stripes", "", "K", "Groups of bytes dealt out to K files"},
    option_facts{"--even-odd", "", "", "The even and the odd bytes"},
    option_facts{"--group", "", "N", "Bytes in a group of --stripes or --even-odd (1)"},
};
constexpr std::array join_table{option_facts{"--group", "", "N", "Bytes in a group (1)"}};
constexpr std::array diff_table{
    option_facts{"--output", "-o", "PATCH", "Also write what changes A into B, for memosaic image patch"},
    option_facts{"--limit", "", "N", "Print N ranges at most, and count the others"},
    option_facts{"--bytes", "", "N", "Show N bytes of each side of a range (16)"},
    option_facts{"--summary", "", "", "Only how many ranges and bytes differ"},
};
constexpr std::array patch_table{option_facts{"--reverse", "-R", "", "Change B back into A"}};
constexpr std::array find_table{
    option_facts{"--count", "-c", "", "How many matches each file has, not where"},
    option_facts{"--max", "-m", "N", "Stop after N matches in each file"},
    option_facts{"--overlapping", "", "", "Also matches that share bytes with the one before"},
    option_facts{"--holes", "", "WHAT", "What a hole is: none (the end of a match, the default), a byte, or wildcards"},
};
constexpr std::array checksum_table{
    option_facts{"--range", "", "A:B", "Of this range; else from the first byte to the last"},
    option_facts{"--holes", "", "RULE", "What stands for holes: refuse (the default), skip, or a byte"},
    option_facts{"--expect", "", "VALUE", "Exit with 1 if it is another"},
    option_facts{"--list", "", "", "Print the names of all checksums"},
};

constexpr std::span<const option_facts> none;

constexpr std::array commands{
    image_command{"info", "FILE...", "Print what images hold", info_help, answers, info_table, info_command},
    image_command{"convert", "FILE... TARGET", "Write an image in another format", convert_help, writes, convert_table,
                  write_command},
    image_command{"cat", "FILE...", "Put images together, filter them, and write them", cat_help, writes, none,
                  write_command},
    image_command{"merge", "FILE...", "The same, and print what conflicts", merge_help, writes, none, write_command},
    image_command{"crop", "A:B FILE...", "Keep only a range", crop_help, writes, none, write_command},
    image_command{"exclude", "A:B FILE...", "Make a range a hole", exclude_help, writes, none, write_command},
    image_command{"fill", "VALUE[@A:B] FILE...", "Write a value over a range, or into all holes", fill_help, writes,
                  none, write_command},
    image_command{"flood", "VALUE[@A:B] FILE...", "Write a value into holes", flood_help, writes, none, write_command},
    image_command{"unfill", "VALUE[,N][@A:B] FILE...", "Make holes of runs of a value", unfill_help, writes, none,
                  write_command},
    image_command{"shift", "N FILE...", "Move an image to other addresses", shift_help, writes, none, write_command},
    image_command{"align", "N,VALUE FILE...", "Fill up blocks to multiples", align_help, writes, none, write_command},
    image_command{"swap", "HOW[@A:B] FILE...", "Reverse bytes in words, or bits in bytes", swap_help, writes, none,
                  write_command},
    image_command{"split", "FILE...", "Write several files: chunks, pages, even and odd bytes", split_help, writes,
                  split_table, split_command},
    image_command{"join", "FILE...", "Put stripes together again", join_help,
                  option_groups{.merge = false, .filters = true, .output = true}, join_table, join_command},
    image_command{"diff", "A B", "Print the ranges in which two images differ", diff_help, answers, diff_table,
                  diff_command},
    image_command{"patch", "FILE PATCH", "Apply what diff wrote", patch_help,
                  option_groups{.merge = false, .filters = true, .output = true}, patch_table, patch_command},
    image_command{"find", "NEEDLE FILE...", "Print the addresses at which bytes lie", find_help, answers, find_table,
                  find_command},
    image_command{"checksum", "NAME FILE...", "Print a checksum of images", checksum_help, answers, checksum_table,
                  checksum_command},
    image_command{"map", "FILE...", "Draw where images have bytes", map_help, answers, map_table, map_command},
};

void append_options(std::string& text, std::string_view title, std::span<const option_facts> options) {
  if (options.empty()) return;
  text.append("\n").append(title).append(":\n");
  for (const option_facts& each : options) {
    std::string names(each.letter);
    if (!names.empty()) names += ",";
    names.append(each.name);
    if (!each.argument.empty()) names.append(" ").append(each.argument);
    text += names.size() > 27 ? fmt::format("  {}\n{:32}{}\n", names, "", each.help)
                              : fmt::format("  {:<29} {}\n", names, each.help);
  }
}

std::string help_of(const image_command& command) {
  std::string text =
      fmt::format("{}\nUsage: memosaic image {} {} [OPTIONS]\n", command.summary, command.name, command.operands);
  append_options(text, "Options", command.options);
  if (command.groups.output) append_options(text, "Output", output_option_facts);
  append_options(text, "Inputs", source_option_facts);
  if (command.groups.merge) append_options(text, "Several inputs", merge_option_facts);
  if (command.groups.filters)
    append_options(text, "Filters, in the order in which they are given", filter_option_facts);
  append_options(text, "Always", json_table);
  return text.append("\n")
      .append(command.help)
      .append("\n")
      .append(image_number_help)
      .append("\n")
      .append(image_exit_codes);
}

std::string help_of_all() {
  std::string text =
      "Firmware images: read, change, compare and write them\nUsage: memosaic image COMMAND [OPTIONS] "
      "...\n\nCommands:\n";
  for (const image_command& each : commands) text += fmt::format("  {:<10} {}\n", each.name, each.summary);
  return text.append("\n").append(image_overview).append("\n").append(image_exit_codes);
}

std::string names_of_commands() {
  std::string names;
  for (const image_command& each : commands) {
    if (!names.empty()) names += &each == &commands.back() ? " or " : ", ";
    names += each.name;
  }
  return names;
}

exit_code print(const std::string& text, output& out) {
  out.write(text);
  out.flush();
  return exit_code::yes;
}

}  // namespace

std::span<const image_command> image_commands() noexcept { return commands; }

const image_command* image_command_named(std::string_view name) noexcept {
  const auto found = std::ranges::find(commands, name, &image_command::name);
  return found == commands.end() ? nullptr : &*found;
}

exit_code run_image(std::span<char* const> words, output& out, complaints& errors) {
  if (words.empty()) {
    throw trouble("COMMAND", "is missing", "give " + names_of_commands() + ", or see memosaic image --help");
  }
  const std::string_view first = words.front();
  if (first == "--help" || first == "-h" || first == "help") {
    const image_command* const asked = words.size() > 1 ? image_command_named(words[1]) : nullptr;
    return print(asked != nullptr ? help_of(*asked) : help_of_all(), out);
  }
  const image_command* const command = image_command_named(first);
  if (command == nullptr) {
    throw trouble(std::string(first), "no such command",
                  "give " + names_of_commands() + ", or see memosaic image --help");
  }
  std::vector<std::span<const option_facts>> known{command->options, json_table, source_option_facts};
  if (command->groups.output) known.push_back(output_option_facts);
  if (command->groups.merge) known.push_back(merge_option_facts);
  if (command->groups.filters) known.push_back(filter_option_facts);
  const std::string full_name = std::string("memosaic image ").append(command->name);
  const given_words given = parse_words(words.subspan(1), known, full_name);
  if (given.has("--help")) return print(help_of(*command), out);
  console with{out, errors, false, true};
  return command->run(*command, given, given.has("--json") ? answer_form::json : answer_form::text, with);
}

}  // namespace memosaic::cli
