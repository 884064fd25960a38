// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "cli/image/answers.hpp"
#include "cli/image/commands.hpp"
#include "cli/image/filter_words.hpp"
#include "cli/needle.hpp"
#include "cli/numbers.hpp"
#include "cli/printable.hpp"
#include "memosaic/error.hpp"
#include "memosaic/sparse/masked_search.hpp"

namespace memosaic::cli {
namespace {

masked_needle parse_masked(const std::string& text) {
  constexpr std::string_view prefix = "hex:";
  if (!text.starts_with(prefix) || text.find('?') == std::string::npos) {
    return masked_needle(parse_needle(text, needle_form::prefixed));
  }
  try {
    return masked_needle::parse(std::string_view(text).substr(prefix.size()));
  } catch (const format_error&) {
    throw std::invalid_argument("\"" + text +
                                "\" is not hexadecimal: write pairs of the digits 0-9 and a-f, and ? for any");
  }
}

hole_match parse_hole_match(const std::string& text) {
  if (text == "none") return hole_match::none();
  if (text == "wildcards") return hole_match::wildcards();
  return hole_match::as(parse_byte(text));
}

}  // namespace

exit_code find_command(const image_command&, const given_words& words, answer_form form, console& with) {
  if (words.operands.empty()) {
    throw trouble("NEEDLE", "is missing", "write what to find, as hex:DEADBEEF or as text, and then the files");
  }
  const auto needle = parse_for("NEEDLE", [&] { return parse_masked(words.operands.front()); });
  std::uint64_t most = UINT64_MAX;
  if (const auto* const text = words.last("--max")) most = parse_for("--max", [&] { return parse_number(*text); });
  hole_match holes = hole_match::none();
  if (const auto* const text = words.last("--holes")) {
    holes = parse_for("--holes", [&] { return parse_hole_match(*text); });
  }
  const bool counts = words.has("--count");
  const overlap overlapping = words.has("--overlapping") ? overlap::yes : overlap::no;

  json_writer json(with.out);
  if (form != answer_form::text) {
    json.begin_object();
    json.member("schema", "memosaic.image.find/1");
    json.key("needle");
    json.begin_object();
    json.member("size", std::uint64_t{needle.size()});
    json.key("hex");
    json.hex(needle.values());
    json.key("mask");
    json.hex(needle.mask());
    json.end_object();
    json.key("files");
    json.begin_array();
  }
  bool found = false;
  for (const answered_source& source : read_each(words, std::span(words.operands).subspan(1), with)) {
    const image_memory& memory = source.content.memory;
    const auto matches = find_all(memory, needle, overlapping, memory.content_range(), holes);
    const std::size_t shown = static_cast<std::size_t>(std::min<std::uint64_t>(matches.size(), most));
    found = found || shown > 0;
    if (form == answer_form::text) {
      const std::string name = printable(source.name);
      if (counts) with.out.write(fmt::format("{}:{}\n", name, shown));
      for (std::size_t i = 0; !counts && i < shown; ++i) with.out.write(name + ":" + hex_address(matches[i]) + "\n");
      continue;
    }
    json.begin_object();
    json.path("path", source.name);
    if (!counts) {
      json.key("matches");
      json.begin_array();
      for (std::size_t i = 0; i < shown; ++i) {
        json.begin_object();
        json.address("address", matches[i]);
        json.end_object();
      }
      json.end_array();
    }
    json.member("count", std::uint64_t{shown});
    json.end_object();
  }
  if (form != answer_form::text) {
    json.end_array();
    json.member("found", found);
    json.end_object();
    with.out.write("\n");
  }
  with.out.flush();
  return found ? exit_code::yes : exit_code::no;
}

}  // namespace memosaic::cli
