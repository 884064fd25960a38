// SPDX-License-Identifier: Apache-2.0
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "cli/cmp.hpp"
#include "cli/color.hpp"
#include "cli/console.hpp"
#include "cli/copy.hpp"
#include "cli/descriptors.hpp"
#include "cli/diff.hpp"
#include "cli/dump.hpp"
#include "cli/file/commands.hpp"
#include "cli/find.hpp"
#include "cli/help_text.hpp"
#include "cli/image/commands.hpp"
#include "cli/input.hpp"
#include "cli/interrupt.hpp"
#include "cli/memory_budget.hpp"
#include "cli/needle.hpp"
#include "cli/numbers.hpp"
#include "cli/table/commands.hpp"
#include "cli/undump.hpp"
#include "memosaic/bytes/simd.hpp"
#include "memosaic/file/watch_mappings.hpp"
#include "memosaic/version.hpp"

/// The option tree: what each command is asked, and how that is explained. What it does is in its own file.
namespace memosaic::cli {
namespace {

constexpr std::array<std::string_view, 5> command_names{"find", "diff", "cmp", "dump", "copy"};

/// What every command has.
struct shared_options {
  color_choice color = color_choice::automatic;
  bool json = false;
  bool json_lines = false;

  [[nodiscard]] answer_form form() const {
    if (json) return answer_form::json;
    return json_lines ? answer_form::json_lines : answer_form::text;
  }
};

using assignment = std::function<void(const std::string&)>;

// An option with an argument that `assign` understands, or refuses with std::invalid_argument.
CLI::Option* add_parsed(CLI::App& command, const std::string& names, const char* type, const char* description,
                        assignment assign) {
  const std::string shown = names.substr(names.find("--"));
  const auto checked = [assign = std::move(assign), shown](const std::string& text) {
    try {
      assign(text);
    } catch (const std::invalid_argument& error) {
      throw CLI::ValidationError(shown, error.what());
    }
  };
  return command.add_option_function<std::string>(names, checked, description)->type_name(type);
}

void add_range(CLI::App& command, byte_range& range, const char* description) {
  add_parsed(command, "--range", "A:B", description, [&range](const std::string& text) { range = parse_range(text); });
}

void add_budget(CLI::App& command, memory_budget& budget) {
  add_parsed(command, "--budget", "SIZE", "Keep at most so much of the files in memory, as in 64M (at least 4M)",
             [&budget](const std::string& text) { budget = parse_budget(text); });
}

std::uint64_t parse_between(const std::string& text, std::uint64_t least, std::uint64_t most) {
  const std::uint64_t number = parse_number(text);
  if (number < least || number > most) {
    throw std::invalid_argument("\"" + text + "\" is out of range: give a number from " + std::to_string(least) +
                                " to " + std::to_string(most));
  }
  return number;
}

constexpr std::uint64_t largest_size = std::numeric_limits<std::ptrdiff_t>::max();

color_choice parse_color(const std::string& text) {
  if (text == "auto") return color_choice::automatic;
  if (text == "always") return color_choice::always;
  if (text == "never") return color_choice::never;
  throw std::invalid_argument("\"" + text + "\" is no choice: give auto, always or never");
}

CLI::Option* add_json(CLI::App& command, shared_options& shared) {
  return command.add_flag("--json", shared.json, "Answer and errors as JSON documents");
}

// For the commands whose answers have many parts.
void add_color_and_json(CLI::App& command, shared_options& shared) {
  add_parsed(command, "--color", "WHEN", "auto (on a terminal; NO_COLOR is honoured), always or never",
             [&shared](const std::string& text) { shared.color = parse_color(text); });
  CLI::Option* const json = add_json(command, shared);
  command.add_flag("--jsonl", shared.json_lines, "One JSON document in each line")->excludes(json);
}

struct find_arguments {
  find_options options;
  std::vector<std::string> operands;
  bool hex = false;
  bool text = false;
  bool utf16 = false;
  std::string needle_file;

  [[nodiscard]] needle_form form() const {
    if (hex) return needle_form::hex;
    if (utf16) return needle_form::utf16;
    return text ? needle_form::text : needle_form::prefixed;
  }

  // Told apart only now, because --file may come behind them.
  void take_operands() {
    options.files = operands;
    if (!needle_file.empty()) {
      options.needle = read_needle(needle_file);
    } else {
      if (operands.empty()) {
        throw trouble("NEEDLE", "is missing", "write what to find, as hex:DEADBEEF or as text, and then the files");
      }
      options.files.erase(options.files.begin());
      try {
        options.needle = parse_needle(operands.front(), form());
      } catch (const std::invalid_argument& error) {
        throw trouble("NEEDLE", error.what());
      }
    }
    if (!options.files.empty()) return;
    if (is_terminal(0)) throw trouble("FILE", "is missing", "name the files to search, or - for standard input");
    options.files.emplace_back("-");
  }
};

void add_find(CLI::App& app, find_arguments& asked, shared_options& shared) {
  CLI::App& command = *app.add_subcommand("find", "Print where bytes lie in files");
  find_options& options = asked.options;
  command.add_option("NEEDLE FILE", asked.operands, "What to find (not with --file), and the files to search")
      ->type_name("");
  CLI::Option* const hex = command.add_flag("--hex", asked.hex, "NEEDLE is hexadecimal digits");
  CLI::Option* const text = command.add_flag("--text", asked.text, "NEEDLE is text, whatever it begins with");
  CLI::Option* const utf16 = command.add_flag("--utf16", asked.utf16, "NEEDLE is text, looked for as UTF-16LE");
  CLI::Option* const file = command.add_option("--file", asked.needle_file, "The needle is all bytes of this file");
  file->type_name("PATH");
  text->excludes(hex);
  utf16->excludes(hex)->excludes(text);
  file->excludes(hex)->excludes(text)->excludes(utf16);
  add_range(command, options.range, "Search only here; matches lie wholly inside");
  add_parsed(command, "--step", "N", "Match only at offsets a multiple of N from the origin",
             [&](const std::string& words) { options.step = parse_between(words, 1, largest_size); });
  add_parsed(command, "--origin", "N", "Where steps are counted from; the start of the range if not given",
             [&](const std::string& words) { options.origin = parse_number(words); });
  command.add_flag_callback(
      "--overlap", [&] { options.overlapping = overlap::yes; }, "Also matches that share bytes with the one before");
  command.add_flag("--reverse", options.backward, "From the end of each file");
  command.add_flag("--last", options.last, "Only the last match of each file");
  command.add_flag("-c,--count", options.count, "How many matches each file has, not where");
  add_parsed(command, "-m,--max", "N", "Stop after N matches in each file",
             [&](const std::string& words) { options.most = parse_number(words); });
  add_parsed(command, "-C,--context", "N", "Show N bytes on both sides of each match",
             [&](const std::string& words) { options.context = parse_between(words, 0, largest_size / 4); });
  add_budget(command, options.budget);
  add_color_and_json(command, shared);
  command.footer(std::string(find_examples) + number_help + "\n" + exit_codes);
}

// Two operands by name; CLI11's own message for a missing one says less.
struct pair_of_paths {
  std::vector<std::string> operands;

  void give(std::string& first, std::string& second, const char* first_name, const char* second_name) const {
    if (operands.size() < 2) {
      throw trouble(operands.empty() ? first_name : second_name, "is missing",
                    std::string("name two files, ") + first_name + " and " + second_name);
    }
    if (operands.size() > 2) throw trouble(operands[2], "is one file too many", "name two");
    first = operands[0];
    second = operands[1];
  }
};

void add_diff(CLI::App& app, diff_options& options, pair_of_paths& paths, shared_options& shared) {
  CLI::App& command = *app.add_subcommand("diff", "Print the runs of bytes in which two files differ");
  command.add_option("A B", paths.operands, "The files")->type_name("");
  add_range(command, options.range, "Compare only this part of both");
  add_parsed(command, "--gap", "N", "Join runs that are fewer than N equal bytes apart (1: none)",
             [&](const std::string& text) { options.gap = parse_between(text, 1, largest_size); });
  add_parsed(command, "--limit", "N", "Print N runs at most, and count the others",
             [&](const std::string& text) { options.limit = parse_number(text); });
  add_parsed(command, "--bytes", "N", "Show N bytes of each side of a run (16)",
             [&](const std::string& text) { options.shown_bytes = parse_between(text, 0, std::uint64_t{1} << 20U); });
  command.add_flag("--summary", options.summary, "Only how many runs and bytes differ");
  command.add_flag("--from-end", options.from_end, "Align both at their ends");
  add_budget(command, options.budget);
  add_color_and_json(command, shared);
  command.footer(std::string(diff_examples) + number_help + "\n" + exit_codes);
}

void add_cmp(CLI::App& app, cmp_options& options, pair_of_paths& paths, shared_options& shared) {
  CLI::App& command = *app.add_subcommand("cmp", "Print the first byte in which two files differ");
  command.add_option("A B", paths.operands, "The files")->type_name("");
  add_range(command, options.range, "Compare only this part of both");
  command.add_flag("--last", options.last, "The last difference, both aligned at their ends");
  command.add_flag("-q,--quiet", options.quiet, "Print nothing; the exit code tells");
  add_budget(command, options.budget);
  add_json(command, shared);
  command.footer(std::string(cmp_examples) + number_help + "\n" + exit_codes);
}

struct dump_arguments {
  dump_options options;
  std::vector<std::string> operands;
  bool reverse = false;

  [[nodiscard]] std::string file() const {
    if (operands.size() > 1) throw trouble(operands[1], "is one file too many", "name one");
    if (!operands.empty()) return operands.front();
    if (is_terminal(0)) throw trouble("FILE", "is missing", "name the file to read, or - for standard input");
    return "-";
  }
};

void add_dump(CLI::App& app, dump_arguments& asked, shared_options& shared) {
  CLI::App& command = *app.add_subcommand("dump", "Print bytes as hexadecimal digits and characters");
  dump_options& options = asked.options;
  command.add_option("FILE", asked.operands, "The file")->type_name("");
  add_range(command, options.range, "Print only this part");
  add_parsed(command, "-w,--width", "N", "Bytes in a row (16; 32 with --plain)",
             [&](const std::string& text) { options.width = parse_between(text, 1, dump_options::largest_width); });
  add_parsed(command, "-g,--group", "N", "Bytes written without a space between them (1)",
             [&](const std::string& text) { options.group = parse_between(text, 1, dump_options::largest_width); });
  command.add_flag_callback(
      "--no-squeeze", [&] { options.squeeze = false; }, "Print rows also if they repeat the row before");
  command.add_flag("-p,--plain", options.plain, "Digits only: no offsets, no spaces, every row");
  add_budget(command, options.budget);
  add_color_and_json(command, shared);
  CLI::Option* const reverse =
      command.add_flag("-r,--reverse", asked.reverse, "FILE is the text of a dump: write the bytes it stands for");
  for (CLI::Option* other : command.get_options()) {
    if (other != reverse && other != command.get_help_ptr() && !other->get_positional()) reverse->excludes(other);
  }
  command.footer(std::string(dump_examples) + number_help + "\n" + exit_codes);
}

void add_copy(CLI::App& app, copy_options& options, pair_of_paths& paths, shared_options& shared) {
  CLI::App& command = *app.add_subcommand("copy", "Copy bytes, whole or not at all");
  command.add_option("SOURCE TARGET", paths.operands, "The files")->type_name("");
  add_range(command, options.range, "Copy only this part of the source, which must have all of it");
  add_parsed(command, "--at", "N", "Write into the existing target at this offset, and keep the rest of it",
             [&](const std::string& text) { options.at = parse_number(text); });
  command.add_flag("-f,--force", options.force, "Replace a target that exists");
  add_json(command, shared);
  command.footer(std::string(copy_examples) + number_help + "\n" + exit_codes);
}

/// CLI11's help with a line of use that says what a person types.
class help_formatter : public CLI::Formatter {
 public:
  std::string make_usage(const CLI::App* app, std::string) const override {
    std::string line = "Usage: memosaic ";
    if (app->get_parent() == nullptr) return line + "COMMAND [OPTIONS] ...\n";
    line += app->get_name() + " ";
    for (const CLI::Option* operand : app->get_options([](const CLI::Option* o) { return o->get_positional(); })) {
      line += operand->get_name(true) + (app->get_name() == "find" ? "... " : " ");
    }
    return line + "[OPTIONS]\n";
  }
  std::string make_positionals(const CLI::App*) const override { return {}; }
  std::string make_option_opts(const CLI::Option* option) const override {
    return option->get_type_size() == 0 ? "" : " " + option->get_type_name();
  }
};

/// The whole command line, and what it asks for.
class command_line {
 public:
  command_line() {
    app_.formatter(std::make_shared<help_formatter>());
    app_.get_formatter()->column_width(26);
    app_.set_help_flag("-h,--help", "Print this help");
    app_.set_version_flag(
        "--version", std::string("memosaic ") + version() + " (" + std::string(to_string(active_simd_level())) + ")",
        "Print the version, and the instruction set in use");
    app_.require_subcommand(1);
    app_.footer(std::string("`memosaic COMMAND --help` explains a command, with examples.\n\n") + exit_codes);
    add_find(app_, find_, shared_);
    add_diff(app_, diff_, paths_, shared_);
    add_cmp(app_, cmp_, paths_, shared_);
    add_dump(app_, dump_, shared_);
    add_copy(app_, copy_, paths_, shared_);
    // Here for their lines in the help; they have command lines of their own, as the order of options matters in them.
    app_.add_subcommand("image", "Read, change, compare and write firmware images");
    app_.add_subcommand("file", "Tell what of files is in memory, bring it there, and let go of it");
    app_.add_subcommand("table", "Make tables of records that are found by key, and read them");
  }

  exit_code run(int argc, char** argv, output& out, complaints& errors) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
      return print(help(), out);
    } catch (const CLI::CallForVersion&) {
      return print(app_.version() + "\n", out);
    } catch (const CLI::ParseError& error) {
      throw explain_use(error);
    }
    console with{out, errors, wants_color(shared_.color, out.is_terminal()), true};
    if (app_.got_subcommand("find")) {
      find_.take_operands();
      find_.options.form = shared_.form();
      return find(find_.options, with);
    }
    if (app_.got_subcommand("diff")) {
      paths_.give(diff_.first, diff_.second, "A", "B");
      diff_.form = shared_.form();
      return diff(diff_, with);
    }
    if (app_.got_subcommand("cmp")) {
      paths_.give(cmp_.first, cmp_.second, "A", "B");
      cmp_.form = shared_.form();
      return cmp(cmp_, with);
    }
    if (app_.got_subcommand("copy")) {
      paths_.give(copy_.source, copy_.target, "SOURCE", "TARGET");
      copy_.form = shared_.form();
      return copy(copy_, with);
    }
    if (dump_.reverse) return undump(dump_.file(), with);
    dump_.options.file = dump_.file();
    dump_.options.form = shared_.form();
    return dump(dump_.options, with);
  }

  std::string help() {
    const auto chosen = app_.get_subcommands();
    return chosen.empty() ? app_.help() : chosen.front()->help();
  }

 private:
  static exit_code print(const std::string& text, output& out) {
    out.write(text);
    out.flush();
    return exit_code::yes;
  }

  // CLI11's sentences name the option first; what they lack is the remedy.
  trouble explain_use(const CLI::ParseError& error) {
    const auto chosen = app_.get_subcommands();
    const std::string remedy = "see memosaic " + (chosen.empty() ? "" : chosen.front()->get_name() + " ") + "--help";
    std::string text = error.what();
    if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr) return {"", text};
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
      return {text.substr(std::min(text.size(), text.find(": ") + 2)), "no such option", remedy};
    }
    return {"", text, remedy};
  }

  CLI::App app_{"Bytes in files: find, compare, print and copy them", "memosaic"};
  shared_options shared_;
  find_arguments find_;
  diff_options diff_;
  cmp_options cmp_;
  dump_arguments dump_;
  copy_options copy_;
  pair_of_paths paths_;
};

constexpr const char* commands_to_give =
    "give find, diff, cmp, dump, copy, file, image or table, or see memosaic --help";

bool is_command(std::string_view word) {
  return std::find(command_names.begin(), command_names.end(), word) != command_names.end();
}

// As it stands before every complaint.
std::string name_of_command(std::span<char*> arguments) {
  if (arguments.size() < 2) return "memosaic";
  const std::string_view word = arguments[1];
  if (word == "image") {
    const bool known = arguments.size() > 2 && image_command_named(arguments[2]) != nullptr;
    return known ? std::string("memosaic image ") + arguments[2] : "memosaic image";
  }
  if (word == "file") {
    const bool known = arguments.size() > 2 && file_command_named(arguments[2]) != nullptr;
    return known ? std::string("memosaic file ") + arguments[2] : "memosaic file";
  }
  if (word == "table") {
    const bool known = arguments.size() > 2 && table_command_named(arguments[2]) != nullptr;
    return known ? std::string("memosaic table ") + arguments[2] : "memosaic table";
  }
  return is_command(word) ? std::string("memosaic ").append(word) : "memosaic";
}

// Errors in the options come before it is known whether they are wanted as JSON.
bool wants_json(std::span<char*> arguments) {
  const auto is_json = [](std::string_view word) { return word == "--json" || word == "--jsonl"; };
  return std::any_of(arguments.begin(), arguments.end(), is_json);
}

exit_code run(int argc, char** argv, output& out, complaints& errors) {
  command_line line;
  if (argc < 2) {
    throw trouble("COMMAND", "is missing", commands_to_give);
  }
  const std::string_view word = argv[1];
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  if (word == "image") return run_image(arguments.subspan(2), out, errors);
  if (word == "file") return run_file(arguments.subspan(2), out, errors);
  if (word == "table") return run_table(arguments.subspan(2), out, errors);
  if (word == "help") {
    // What people type who do not know of --help.
    const std::string_view about = argc > 2 ? argv[2] : "";
    if (about == "image" || about == "file" || about == "table") {
      std::vector<char*> words(arguments.begin() + 2, arguments.end());
      words.front() = argv[1];
      if (about == "table") return run_table(words, out, errors);
      return about == "image" ? run_image(words, out, errors) : run_file(words, out, errors);
    }
    std::string flag = "--help";
    std::array<char*, 3> words{argv[0], argc > 2 ? argv[2] : flag.data(), flag.data()};
    return run(argc > 2 ? 3 : 2, words.data(), out, errors);
  }
  if (!word.starts_with('-') && !is_command(word)) {
    throw trouble(std::string(word), "no such command", commands_to_give);
  }
  return line.run(argc, argv, out, errors);
}

}  // namespace
}  // namespace memosaic::cli

int main(int argc, char** argv) {
  using namespace memosaic::cli;
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  const std::string command = name_of_command(arguments);
  reserve_standard_descriptors();
  install_signal_handlers();
  output out(1, "standard output");
  output err(2, "standard error");
  complaints errors(err, command, wants_json(arguments));
  try {
    try {
      memosaic::watch_mappings();
      const exit_code code = run(argc, argv, out, errors);
      if (code != exit_code::trouble) require_no_damage();
      return static_cast<int>(code);
    } catch (const output_error& error) {
      if (error.code() == std::errc::broken_pipe) end_by_broken_pipe();
      throw;
    }
  } catch (const std::exception& error) {
    const trouble what = explain(error);
    try {
      errors.tell(what);
    } catch (const std::exception&) {
      // Standard error is closed; the exit code is what is left.
    }
    return static_cast<int>(what.code());
  }
}
