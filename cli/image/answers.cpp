// SPDX-License-Identifier: Apache-2.0
#include "cli/image/answers.hpp"

#include <algorithm>
#include <utility>

#include "cli/numbers.hpp"

namespace memosaic::cli {

std::vector<answered_source> read_each(const given_words& words, std::span<const std::string> operands, console& with) {
  const auto filters = parse_filters(words);
  std::vector<answered_source> answered;
  for (image_source& source : load_sources(operands, source_options(words), with)) {
    filtered_image filtered{std::move(source.read.content), std::nullopt};
    apply_filters(filters, filtered);
    answered.push_back(
        {std::move(source.name), source.read.format, source.read.problem_count, std::move(filtered.content)});
  }
  return answered;
}

joined_sources read_joined(const given_words& words, std::span<const std::string> operands,
                           std::span<const image_filter> filters, console& with) {
  joined_sources joined;
  image_merger merger(merge_options(words));
  const auto sources = load_sources(operands, source_options(words), with);
  joined.format = sources.front().read.format;
  for (const image_source& source : sources) joined.names.push_back(source.name);
  for (const image_source& source : sources) {
    try {
      merger.add(source.name, source.read.content);
    } catch (const image_merge_error& error) {
      joined.refused = true;
      joined.refusal = error.what();
      joined.conflicts = error.conflicts();
      return joined;
    }
  }
  joined.conflicts = merger.conflicts();
  joined.contributions = merger.contributions();
  joined.result.content = merger.merged();
  apply_filters(filters, joined.result);
  return joined;
}

std::string decimal(uint128 number) {
  std::string text;
  do {
    text += static_cast<char>('0' + static_cast<int>(number % 10));
    number /= 10;
  } while (number != 0);
  std::ranges::reverse(text);
  return text;
}

std::string counted(uint128 count, std::string_view thing) {
  return decimal(count).append(" ").append(thing).append(count == 1 ? "" : "s");
}

void range_members(json_writer& json, const image_range& range) {
  json.address("start", range.start);
  json.address("stop", range.stop);
  json.count("length", range.size());
}

std::string entry_text(const image_entry& entry) {
  if (!entry.segment) return hex_address(entry.address);
  const int128 segment = *entry.segment;
  return hex_address(segment) + ":" + hex_address(entry.address - 16 * segment);
}

void entry_member(json_writer& json, std::string_view name, const std::optional<image_entry>& entry) {
  if (!entry) return json.null_member(name);
  json.key(name);
  json.begin_object();
  json.address("address", entry->address);
  if (entry->segment) json.member("segment", std::uint64_t{*entry->segment});
  json.end_object();
}

void require_place_for_answer(answer_form form, const image_target& target) {
  if (form == answer_form::text || !target.is_standard_output()) return;
  throw trouble("--json", "standard output receives the image", "leave --json out, or name a file with -o");
}

void print_written(const joined_sources& joined, const image_target& target, std::optional<image_format> format,
                   console& with) {
  json_writer json(with.out);
  json.begin_object();
  json.member("schema", "memosaic.image.write/1");
  json.key("sources");
  json.begin_array();
  for (const std::string& name : joined.names) {
    json.begin_object();
    json.path("path", name);
    json.end_object();
  }
  json.end_array();
  json.path("target", target.path);
  json.member("written", !joined.refused);
  if (format) {
    json.member("format", facts_of(*format).name);
    range_members(json, joined.result.content.memory.content_range());
    json.count("content_size", joined.result.content.memory.content_size());
    json.member("block_count", joined.result.content.memory.block_count());
    entry_member(json, "entry", joined.result.content.entry);
  }
  json.key("conflicts");
  json.begin_array();
  for (const image_conflict& each : joined.conflicts) {
    json.begin_object();
    range_members(json, each.where);
    json.path("first", each.first);
    json.path("second", each.second);
    json.member("identical", each.identical);
    json.end_object();
  }
  json.end_array();
  json.key("contributions");
  json.begin_array();
  for (const image_contribution& each : joined.contributions) {
    json.begin_object();
    range_members(json, each.where);
    json.path("source", each.source);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  with.out.write("\n");
}

}  // namespace memosaic::cli
