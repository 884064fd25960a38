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

}  // namespace memosaic::cli
