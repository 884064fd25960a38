// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "cli/image/answers.hpp"
#include "cli/image/commands.hpp"
#include "cli/needle.hpp"
#include "cli/numbers.hpp"
#include "cli/printable.hpp"

namespace memosaic::cli {

exit_code find_command(const image_command&, const given_words& words, answer_form form, console& with) {
  if (words.operands.empty()) {
    throw trouble("NEEDLE", "is missing", "write what to find, as hex:DEADBEEF or as text, and then the files");
  }
  const auto needle = parse_for("NEEDLE", [&] { return parse_needle(words.operands.front(), needle_form::prefixed); });
  std::uint64_t most = UINT64_MAX;
  if (const auto* const text = words.last("--max")) most = parse_for("--max", [&] { return parse_number(*text); });
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
    json.hex(needle);
    json.end_object();
    json.key("files");
    json.begin_array();
  }
  bool found = false;
  for (const answered_source& source : read_each(words, std::span(words.operands).subspan(1), with)) {
    const auto matches = source.content.memory.find_all(needle, overlapping);
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
