// SPDX-License-Identifier: Apache-2.0
#include "cli/image/sources.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include "cli/descriptors.hpp"
#include "cli/image/filter_words.hpp"
#include "cli/input.hpp"
#include "cli/numbers.hpp"
#include "memosaic/buffer/buffer.hpp"

namespace memosaic::cli {
namespace {

constexpr std::array source_table{
    option_facts{"--from", "", "FORMAT", "The format of the inputs; else their content and names decide"},
    option_facts{"--lenient", "", "", "Pass over what is damaged, as far as the rest is certain, with a warning"},
    option_facts{"--in-word-size", "", "N", "Bytes at each address of inputs that do not say it: 1, 2, 4 or 8"},
    option_facts{"--elf-addresses", "", "WHICH", "Of ELF segments: load (physical, the default) or run (virtual)"},
    option_facts{"--in-uf2-family", "", "N", "The family to take from a UF2 file that has several"},
    option_facts{"--redundant", "", "POLICY",
                 "Bytes that one file brings twice: identical (the default), error, "
                 "keep or replace"},
};

constexpr std::array merge_table{
    option_facts{"--overlap", "", "POLICY", "Where inputs meet: error (the default), identical, keep or replace"},
    option_facts{"--entry-conflict", "", "POLICY",
                 "Entry points that differ: identical (refuse, the default), keep, "
                 "replace or error"},
};

constexpr std::size_t most_warnings = 20;

merge_policy parse_policy(std::string_view text) {
  if (text == "error") return merge_policy::error;
  if (text == "identical") return merge_policy::identical;
  if (text == "keep") return merge_policy::keep;
  if (text == "replace") return merge_policy::replace;
  throw std::invalid_argument("\"" + std::string(text) + "\" is no policy: give error, identical, keep or replace");
}

/// An operand, taken apart.
struct source_place {
  std::string path;
  std::optional<int128> address;
};

// A file may have an @ in its name: the name as it stands comes first.
source_place place_of(const std::string& operand) {
  const auto at = operand.rfind('@');
  if (at == std::string::npos || at == 0 || std::filesystem::exists(operand)) return {operand, std::nullopt};
  return {operand.substr(0, at),
          parse_for(operand, [&] { return parse_address(std::string_view(operand).substr(at + 1)); })};
}

view read_standard_input() {
  input source("-");
  buffer content;
  for (bytes_view piece = source.next(); !piece.empty(); piece = source.next()) content.append(piece);
  source.check_end();
  return content.freeze();
}

void warn_of(const image_source& source, console& with) {
  const auto& problems = source.read.problems;
  for (std::size_t i = 0; i < std::min(problems.size(), most_warnings); ++i) {
    with.errors.warn(image_error(source.name, problems[i]).what());
  }
  const std::uint64_t told = std::min<std::uint64_t>(problems.size(), most_warnings);
  if (source.read.problem_count > told) {
    with.errors.warn(source.name + ": and " + std::to_string(source.read.problem_count - told) + " more problems");
  }
}

}  // namespace

const std::span<const option_facts> source_option_facts(source_table);
const std::span<const option_facts> merge_option_facts(merge_table);

image_format parse_format(std::string_view name) {
  if (const auto format = image_format_named(name)) return *format;
  std::string names;
  for (const image_format_facts& each : image_formats()) {
    if (!names.empty()) names += each.format == image_formats().back().format ? " or " : ", ";
    names += each.name;
  }
  throw std::invalid_argument("\"" + std::string(name) + "\" is no format: give " + names);
}

read_image_options source_options(const given_words& words) {
  read_image_options options;
  for (const given_option& given : words.options) {
    const std::string& value = given.value;
    const std::string_view name = given.facts->name;
    parse_for(name, [&] {
      if (name == "--from") {
        options.format = parse_format(value);
      } else if (name == "--lenient") {
        options.lenient = true;
      } else if (name == "--in-word-size") {
        options.word_size = static_cast<unsigned>(parse_bounded(value, 1, 8));
      } else if (name == "--elf-addresses") {
        if (value != "load" && value != "run") {
          throw std::invalid_argument("\"" + value + "\" is no choice: give load or run");
        }
        options.elf = value == "load" ? elf_addresses::load : elf_addresses::run;
      } else if (name == "--in-uf2-family") {
        options.uf2_family = static_cast<std::uint32_t>(parse_bounded(value, 0, UINT32_MAX));
      } else if (name == "--redundant") {
        options.overlap = parse_policy(value);
      }
    });
  }
  return options;
}

image_merge_policy merge_options(const given_words& words) {
  image_merge_policy policy;
  if (const auto* const text = words.last("--overlap")) {
    policy.memory = parse_for("--overlap", [&] { return parse_policy(*text); });
  }
  if (const auto* const text = words.last("--entry-conflict")) {
    policy.entry = parse_for("--entry-conflict", [&] { return parse_policy(*text); });
  }
  return policy;
}

image_source load_source(const std::string& operand, const read_image_options& options, console& with) {
  const source_place place = place_of(operand);
  read_image_options asked = options;
  asked.name = place.path == "-" ? "standard input" : place.path;
  if (place.address) asked.raw_address = *place.address;
  image_source source{asked.name, {}};
  try {
    source.read = place.path == "-" ? read_image(read_standard_input(), asked) : load_image(place.path, asked);
  } catch (const image_error& error) {
    if (!place.address || asked.format) throw;
    throw trouble(operand, std::string("its content is not taken for raw bytes, and ") + error.what(),
                  "give --from raw to take its bytes as they stand");
  } catch (const std::invalid_argument& error) {
    // It names the file itself.
    const std::string_view text = error.what();
    const bool named = text.starts_with(source.name + ": ");
    throw trouble(source.name, std::string(text.substr(named ? source.name.size() + 2 : 0)));
  }
  if (place.address && source.read.format != image_format::raw) {
    throw trouble(operand, "is " + std::string(facts_of(source.read.format).title) + ", which has addresses of its own",
                  "move it with --shift, or give --from raw to take its bytes as they stand");
  }
  warn_of(source, with);
  return source;
}

std::vector<image_source> load_sources(std::span<const std::string> operands, const read_image_options& options,
                                       console& with) {
  std::vector<std::string> names(operands.begin(), operands.end());
  if (names.empty()) {
    if (is_terminal(0)) throw trouble("FILE", "is missing", "name the files to read, or - for standard input");
    names.emplace_back("-");
  }
  if (std::ranges::count(names, "-") > 1) {
    throw trouble("-", "is given twice, but standard input can be read only once", "name a file");
  }
  std::vector<image_source> sources;
  for (const std::string& name : names) sources.push_back(load_source(name, options, with));
  return sources;
}

}  // namespace memosaic::cli
