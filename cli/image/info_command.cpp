// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/image/answers.hpp"
#include "cli/image/commands.hpp"
#include "cli/numbers.hpp"
#include "cli/printable.hpp"
#include "memosaic/image/image_summary.hpp"

namespace memosaic::cli {
namespace {

void print_text(const answered_source& source, const image_summary& summary, console& with) {
  std::string text = fmt::format("{}: {}\n", printable(source.name), facts_of(source.format).title);
  for (const image_block& block : summary.blocks) {
    text += fmt::format("  {}  {}  crc32 {:08x}\n", range_text(block.where), counted(block.where.size(), "byte"),
                        block.crc32);
  }
  if (summary.block_count > summary.blocks.size()) {
    text += fmt::format("  ... and {}\n", counted(summary.block_count - summary.blocks.size(), "more block"));
  }
  if (summary.content_size == 0) {
    text += "  nothing is stored\n";
  } else {
    text += fmt::format("  {} in {}, {}, crc32 {:08x}\n", counted(summary.content_size, "byte"),
                        counted(summary.block_count, "block"), range_text(summary.range), summary.crc32);
  }
  if (summary.gap_size != 0) text += fmt::format("  {} missing between them\n", counted(summary.gap_size, "byte"));
  if (summary.entry) {
    text += fmt::format("  entry point {}{}\n", entry_text(*summary.entry),
                        summary.entry_is_stored ? "" : ", where nothing is stored");
  }
  if (!summary.header.empty()) text += fmt::format("  header \"{}\"\n", printable(summary.header));
  if (summary.word_size != 1)
    text += fmt::format("  {} at each address of the file\n", counted(summary.word_size, "byte"));
  with.out.write(text);
}

void write_json(json_writer& json, const answered_source& source, const image_summary& summary) {
  json.begin_object();
  json.path("path", source.name);
  json.member("format", facts_of(source.format).name);
  range_members(json, summary.range);
  json.count("content_size", summary.content_size);
  json.count("gap_size", summary.gap_size);
  json.member("block_count", summary.block_count);
  json.member("crc32", std::uint64_t{summary.crc32});
  json.key("blocks");
  json.begin_array();
  for (const image_block& block : summary.blocks) {
    json.begin_object();
    range_members(json, block.where);
    json.member("crc32", std::uint64_t{block.crc32});
    json.end_object();
  }
  json.end_array();
  entry_member(json, "entry", summary.entry);
  json.path("header", summary.header);
  json.member("word_size", std::uint64_t{summary.word_size});
  json.member("problem_count", source.problem_count);
  json.end_object();
}

}  // namespace

exit_code info_command(const image_command&, const given_words& words, answer_form form, console& with) {
  std::uint64_t most = form == answer_form::text ? 32 : UINT64_MAX;
  if (const auto* const limit = words.last("--limit")) {
    most = parse_for("--limit", [&] { return parse_number(*limit); });
  }
  json_writer json(with.out);
  if (form != answer_form::text) {
    json.begin_object();
    json.member("schema", "memosaic.image.info/1");
    json.key("files");
    json.begin_array();
  }
  for (const answered_source& source : read_each(words, words.operands, with)) {
    const image_summary summary = summarize(source.content, most);
    if (form == answer_form::text) {
      print_text(source, summary, with);
    } else {
      write_json(json, source, summary);
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
