// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <algorithm>

namespace memosaic::cli {
namespace {

// Also a negative number, and standard input at an address.
bool is_operand(std::string_view word) {
  return word.size() < 2 || word.front() != '-' || (word[1] >= '0' && word[1] <= '9') || word[1] == '@';
}

const option_facts* find_option(std::span<const std::span<const option_facts>> known, std::string_view name) {
  for (const auto& table : known) {
    for (const option_facts& each : table) {
      if (each.name == name || (!each.letter.empty() && each.letter == name)) return &each;
    }
  }
  return nullptr;
}

}  // namespace

bool given_words::has(std::string_view name) const { return last(name) != nullptr; }

const std::string* given_words::last(std::string_view name) const {
  const auto found = std::find_if(options.rbegin(), options.rend(),
                                  [&](const given_option& each) { return each.facts->name == name; });
  return found == options.rend() ? nullptr : &found->value;
}

given_words parse_words(std::span<char* const> words, std::span<const std::span<const option_facts>> known,
                        std::string_view command) {
  given_words given;
  bool only_operands = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (only_operands || is_operand(word)) {
      given.operands.emplace_back(word);
      continue;
    }
    if (word == "--") {
      only_operands = true;
      continue;
    }
    const bool is_long = word.starts_with("--");
    const std::size_t split = is_long ? std::min(word.find('='), word.size()) : 2;
    const std::string_view name = word.substr(0, split);
    const option_facts* const facts = find_option(known, name);
    if (facts == nullptr) {
      throw trouble(std::string(name), "no such option", std::string("see ").append(command).append(" --help"));
    }
    const bool attached = split < word.size();
    if (facts->argument.empty()) {
      if (attached) throw trouble(std::string(name), "takes no argument", "leave it out");
      given.options.push_back({facts, {}});
    } else if (attached) {
      given.options.push_back({facts, std::string(word.substr(split + (is_long ? 1 : 0)))});
    } else if (i + 1 < words.size()) {
      given.options.push_back({facts, words[++i]});
    } else {
      throw trouble(std::string(name), std::string("its argument is missing: ").append(facts->argument),
                    std::string("see ").append(command).append(" --help"));
    }
  }
  return given;
}

}  // namespace memosaic::cli
