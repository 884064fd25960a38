// SPDX-License-Identifier: Apache-2.0
#include "cli/image/answers.hpp"
#include "cli/image/commands.hpp"
#include "cli/image/filter_words.hpp"
#include "cli/numbers.hpp"
#include "cli/printable.hpp"
#include "memosaic/image/address_map.hpp"

namespace memosaic::cli {
namespace {

address_map_options map_options(const given_words& words) {
  address_map_options options;
  const auto number = [&](std::string_view name, auto& member, std::uint64_t most) {
    const auto* const text = words.last(name);
    if (text == nullptr) return;
    member = parse_for(name, [&] { return static_cast<std::size_t>(parse_bounded(*text, 1, most)); });
  };
  number("--width", options.width, 4096);
  number("--rows", options.rows, 1'000'000);
  number("--cell", options.cell_size, std::uint64_t{1} << 63U);
  return options;
}

void write_json(json_writer& json, const answered_source& source, const address_map& map) {
  json.begin_object();
  json.path("path", source.name);
  json.count("cell_size", map.cell_size);
  json.key("rows");
  json.begin_array();
  for (const address_map_row& row : map.rows) {
    json.begin_object();
    range_members(json, row.where);
    json.member("gap", row.stored.empty());
    if (!row.stored.empty()) {
      json.key("stored");
      json.begin_array();
      for (const uint128 cell : row.stored) json.count(cell);
      json.end_array();
    }
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

exit_code map_command(const image_command&, const given_words& words, answer_form form, console& with) {
  const address_map_options options = map_options(words);
  const auto sources = read_each(words, words.operands, with);
  json_writer json(with.out);
  if (form != answer_form::text) {
    json.begin_object();
    json.member("schema", "memosaic.image.map/1");
    json.key("files");
    json.begin_array();
  }
  for (const answered_source& source : sources) {
    const address_map map = parse_for("--cell", [&] { return map_addresses(source.content.memory, options); });
    if (form == answer_form::text) {
      if (sources.size() > 1) with.out.write(printable(source.name) + ":\n");
      with.out.write(address_map_text(map, words.has("--ascii")));
    } else {
      write_json(json, source, map);
    }
  }
  if (form != answer_form::text) {
    json.end_array();
    json.end_object();
    with.out.write("\n");
  }
  with.out.flush();
  return exit_code::yes;
}

}  // namespace memosaic::cli
