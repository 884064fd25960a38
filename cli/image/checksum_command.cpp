// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/image/answers.hpp"
#include "cli/image/commands.hpp"
#include "cli/image/filter_words.hpp"
#include "cli/numbers.hpp"
#include "cli/printable.hpp"
#include "memosaic/image/image_checksum.hpp"

namespace memosaic::cli {
namespace {

exit_code print_list(answer_form form, console& with) {
  json_writer json(with.out);
  if (form != answer_form::text) {
    json.begin_object();
    json.member("schema", "memosaic.image.checksums/1");
    json.key("checksums");
    json.begin_array();
  }
  for (const image_checksum_facts& each : image_checksums()) {
    if (form == answer_form::text) {
      with.out.write(fmt::format("{:<20} {:>2}  {}\n", each.name, each.size, each.title));
      continue;
    }
    json.begin_object();
    json.member("name", each.name);
    json.member("title", each.title);
    json.member("size", std::uint64_t{each.size});
    json.end_object();
  }
  if (form != answer_form::text) {
    json.end_array();
    json.end_object();
    with.out.write("\n");
  }
  with.out.flush();
  return exit_code::yes;
}

// All digits of a value, for values have a fixed size; up to 128 bits.
std::string value_text(uint128 value, unsigned size) {
  std::string digits;
  for (unsigned i = 2 * size; i-- > 0;) digits += "0123456789abcdef"[static_cast<std::size_t>(value >> (4 * i) & 15U)];
  return "0x" + digits;
}

}  // namespace

exit_code checksum_command(const image_command&, const given_words& words, answer_form form, console& with) {
  if (words.has("--list")) return print_list(form, with);
  if (words.operands.empty())
    throw trouble("NAME", "is missing", "give the name of a checksum, as crc32; --list names them");
  image_checksum_job job;
  job.algorithm = words.operands.front();
  const image_checksum_facts* const facts = image_checksum_named(job.algorithm);
  if (facts == nullptr) {
    throw trouble(job.algorithm, "is no checksum", "give crc32 or another that memosaic image checksum --list names");
  }
  std::optional<image_range> range;
  if (const auto* const text = words.last("--range")) {
    range = parse_for("--range", [&] { return parse_address_range(*text); });
  }
  if (const auto* const text = words.last("--holes")) {
    job.holes = parse_for("--holes", [&] { return parse_hole_rule(*text); });
  }
  std::optional<int128> expected;
  if (const auto* const text = words.last("--expect")) {
    expected = parse_for("--expect", [&] { return parse_address(*text); });
  }

  json_writer json(with.out);
  if (form != answer_form::text) {
    json.begin_object();
    json.member("schema", "memosaic.image.checksum/1");
    json.member("algorithm", facts->name);
    json.key("files");
    json.begin_array();
  }
  bool as_expected = true;
  for (const answered_source& source : read_each(words, std::span(words.operands).subspan(1), with)) {
    const image_range content = source.content.memory.content_range();
    const bool open = !range || range->start == lowest_address<int128> || range->stop == highest_stop<int128>;
    job.range = open ? intersection(range.value_or(content), content) : *range;
    uint128 value = 0;
    try {
      value = image_checksum(source.content.memory, job);
    } catch (const std::out_of_range& error) {
      throw trouble(source.name, error.what(),
                    "give --holes skip, or the byte that stands for holes, as in --holes 0xFF");
    }
    const bool same = !expected || static_cast<uint128>(*expected) == value;
    as_expected = as_expected && same;
    if (form == answer_form::text) {
      with.out.write(fmt::format("{}  {}  {}{}\n", value_text(value, facts->size), printable(source.name),
                                 range_text(*job.range), same ? "" : "  is not what was expected"));
      continue;
    }
    json.begin_object();
    json.path("path", source.name);
    range_members(json, *job.range);
    json.member("value_hex", value_text(value, facts->size));
    if (expected) json.member("expected", same);
    json.end_object();
  }
  if (form != answer_form::text) {
    json.end_array();
    json.end_object();
    with.out.write("\n");
  }
  with.out.flush();
  return as_expected ? exit_code::yes : exit_code::no;
}

}  // namespace memosaic::cli
