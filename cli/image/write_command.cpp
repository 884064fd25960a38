// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/image/answers.hpp"
#include "cli/image/commands.hpp"
#include "cli/image/delivery.hpp"
#include "cli/numbers.hpp"
#include "cli/printable.hpp"

/// cat, convert, merge, and every filter that is a command of its own.
namespace memosaic::cli {
namespace {

constexpr std::size_t most_told = 20;

std::string outcome(const image_conflict& conflict, bool refused, const std::string& policy) {
  if (refused) return conflict.identical ? "the same bytes" : "different bytes";
  if (conflict.identical) return "the same bytes";
  return (policy == "replace" ? conflict.second : conflict.first) + " stays";
}

std::string conflict_text(const image_conflict& conflict, bool refused, const std::string& policy) {
  return range_text(conflict.where) + "  " + counted(conflict.where.size(), "byte") + "  " + conflict.first + "  " +
         conflict.second + "  " + outcome(conflict, refused, policy);
}

/// Prints the conflicts where an answer may be printed, and tells of them where the image goes to standard output.
void print_conflicts(const joined_sources& joined, const std::string& policy, bool as_answer, console& with) {
  if (as_answer) {
    for (const image_conflict& each : joined.conflicts) {
      with.out.write(printable(conflict_text(each, joined.refused, policy)) + "\n");
    }
    return;
  }
  const std::size_t told = std::min(joined.conflicts.size(), most_told);
  for (std::size_t i = 0; i < told; ++i) {
    with.errors.warn(conflict_text(joined.conflicts[i], joined.refused, policy));
  }
  if (joined.conflicts.size() > told) {
    with.errors.warn("and " + counted(joined.conflicts.size() - told, "more conflict"));
  }
}

/// The operands of a command: first the argument of its filter, last the output of `convert`.
struct write_operands {
  std::vector<std::string> sources;
  std::vector<image_filter> filters;
  image_target target;
};

write_operands understand(const image_command& command, const given_words& words) {
  write_operands asked{words.operands, {}, output_options(words)};
  const std::string option = std::string("--").append(command.name);
  const bool is_filter =
      std::ranges::any_of(filter_option_facts, [&](const option_facts& each) { return each.name == option; });
  if (is_filter) {
    const std::string argument(command.operands.substr(0, command.operands.find(' ')));
    if (asked.sources.empty()) {
      throw trouble(argument, "is missing", std::string("see memosaic image ").append(command.name).append(" --help"));
    }
    try {
      auto filter = parse_filter(option, asked.sources.front());
      filter->option = asked.sources.front();
      asked.filters.push_back(std::move(*filter));
    } catch (const trouble& error) {
      // The option was not given by that name.
      throw trouble(argument, error.problem());
    }
    asked.sources.erase(asked.sources.begin());
  }
  for (image_filter& each : parse_filters(words)) asked.filters.push_back(std::move(each));
  if (command.name == "convert" && !words.has("--output")) {
    if (asked.sources.size() < 2) {
      throw trouble(asked.sources.empty() ? "FILE" : "TARGET", "is missing",
                    "name the file to read and the file to write");
    }
    asked.target.path = asked.sources.back();
    asked.target.replace = words.has("--force") || asked.target.is_standard_output();
    asked.sources.pop_back();
  }
  return asked;
}

}  // namespace

exit_code write_command(const image_command& command, const given_words& words, answer_form form, console& with) {
  const write_operands asked = understand(command, words);
  const bool to_file = !asked.target.is_standard_output();
  require_place_for_answer(form, asked.target);
  const joined_sources joined = read_joined(words, asked.sources, asked.filters, with);
  const std::string* const policy = words.last("--overlap");
  const bool shows_conflicts = joined.refused || command.name == "merge";
  if (shows_conflicts && form == answer_form::text) {
    print_conflicts(joined, policy != nullptr ? *policy : "error", to_file && command.name == "merge", with);
  }
  std::optional<image_format> format;
  if (!joined.refused) {
    format = format_for(asked.target, joined.format);
    deliver(joined.result.content, asked.target, *format, with);
  }
  if (form != answer_form::text) print_written(joined, asked.target, format, with);
  with.out.flush();
  if (joined.refused) {
    const bool bytes = !joined.conflicts.empty();
    throw trouble("", joined.refusal,
                  bytes ? "give --overlap identical, keep or replace" : "give --entry-conflict keep or replace",
                  exit_code::conflict);
  }
  return exit_code::yes;
}

}  // namespace memosaic::cli
