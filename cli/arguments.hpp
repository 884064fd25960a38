#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/trouble.hpp"

/// The words of `memosaic image COMMAND ...` and `memosaic file COMMAND ...`, kept in their order: that of filters
/// counts.
namespace memosaic::cli {

/// An option, as its command knows it.
struct option_facts {
  std::string_view name;      ///< with its dashes: "--crop"
  std::string_view letter;    ///< its short form, "-o"; may be empty
  std::string_view argument;  ///< what its argument is called in the help, "A:B"; empty: it has none
  std::string_view help;
};

struct given_option {
  const option_facts* facts = nullptr;
  std::string value;  ///< empty without an argument
};

/// What a command was given. Facts are borrowed.
struct given_words {
  std::vector<std::string> operands;
  std::vector<given_option> options;

  [[nodiscard]] bool has(std::string_view name) const;

  /// The argument of the last option of a name; null if it was not given.
  [[nodiscard]] const std::string* last(std::string_view name) const;
};

/// Tells options from operands: `--name VALUE`, `--name=VALUE`, `-o VALUE` or `-oVALUE`; `--` ends the options. `-` and
/// what looks like a negative number are operands.
///
/// Errors: `trouble` for an option that none of `known` is, and one without its argument; `command` is what `--help`
/// is asked of, "memosaic image cat".
[[nodiscard]] given_words parse_words(std::span<char* const> words,
                                      std::span<const std::span<const option_facts>> known, std::string_view command);

/// Calls `parse` and gives its `std::invalid_argument` a subject: the option or operand at fault.
template <typename Parse>
auto parse_for(std::string_view subject, Parse&& parse) {
  try {
    return parse();
  } catch (const std::invalid_argument& error) {
    throw trouble(std::string(subject), error.what());
  }
}

}  // namespace memosaic::cli
