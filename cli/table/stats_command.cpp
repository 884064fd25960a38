// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "cli/printable.hpp"
#include "cli/table/commands.hpp"
#include "cli/table/opened_table.hpp"
#include "memosaic/table/table_statistics.hpp"

namespace memosaic::cli {
namespace {

constexpr std::uint64_t bar_width = 40;

std::string_view index_name(table_index index) noexcept {
  switch (index) {
    case table_index::none:
      return "none";
    case table_index::perfect:
      return "perfect";
    case table_index::linear:
      return "linear";
    case table_index::dense:
      return "dense";
  }
  return "unknown";
}

double per(std::uint64_t part, std::uint64_t whole) noexcept {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string index_text(const table& of, const table_statistics& found) {
  const double bits = 8 * per(found.index_bytes, of.key_count());
  std::string text = fmt::format("{:.1f} bits a key", bits);
  switch (found.index) {
    case table_index::none:
      return "no index: records are found by their number";
    case table_index::perfect:
      return fmt::format("a perfect hash in {}, {} of hash, {} of fingerprint: {}; one probe for each lookup",
                         plural(found.partitions, "partition"), plural(found.hash_bits, "bit"),
                         plural(found.fingerprint_bits, "bit"), text);
    case table_index::linear:
      return fmt::format("a list of hashes: {}; up to {} for each lookup", text, plural(found.most_probes, "probe"));
    case table_index::dense:
      return fmt::format("a map of integers: {}; one probe for each lookup", text);
  }
  return text;
}

void print_text(const std::string& path, const table& of, const table_statistics& found, output& out) {
  const std::uint64_t size = of.container().header().length;
  std::string text = fmt::format("{}: {} of {}, {}, {:.1f} bytes a record\n", printable(path), name_of(of.kind()),
                                 plural(of.size(), "record"), sized(size), per(size, of.size()));
  text += fmt::format("  index: {}\n", index_text(of, found));
  if (of.kind() != table_kind::array && of.kind() != table_kind::map) {
    text += fmt::format("  records of a key: {:.2f} on average, {} at most\n", per(of.size(), of.key_count()),
                        found.most_records_of_key);
  }
  if (found.stride != 0) {
    text += fmt::format("  records: {} each, {} of them fixed part with {} of fields\n", plural(found.stride, "byte"),
                        found.fixed_part, found.slots);
  } else {
    text += fmt::format("  records: {:.1f} bytes on average, {} to {}, {} of them fixed part with {} of fields\n",
                        per(found.record_bytes, of.size()), found.least_record, found.most_record, found.fixed_part,
                        found.slots);
  }
  text += fmt::format("  {} of padding in and behind fixed parts, {} between sections; {} in two cache lines\n",
                      sized(found.padding), sized(found.between_sections), plural(found.split_records, "short record"));
  for (const section_entry& each : of.container().sections()) {
    text += fmt::format("  {:<14} {:>12}  {:5.1f} %\n", section_name(each.type), sized(each.length),
                        100 * per(each.length, size));
  }
  if (found.stride == 0 && of.size() != 0) {
    text += "  records by size\n";
    for (const auto& row : found.record_sizes) {
      const std::uint64_t cells = row.count * bar_width / of.size();
      text += fmt::format("  up to {:>10}  {:>12}  {}\n", row.most, row.count, std::string(cells, '#'));
    }
  }
  out.write(text);
}

void write_json(json_writer& json, const std::string& path, const table& of, const table_statistics& found) {
  json.begin_object();
  json.path("path", path);
  json.member("kind", name_of(of.kind()));
  json.member("records", of.size());
  json.member("keys", of.key_count());
  json.count("size", of.container().header().length);
  json.member("index", index_name(found.index));
  json.member("hash_bits", std::uint64_t{found.hash_bits});
  json.member("fingerprint_bits", std::uint64_t{found.fingerprint_bits});
  json.member("partitions", found.partitions);
  json.member("most_probes", found.most_probes);
  json.count("index_size", found.index_bytes);
  json.member("stride", found.stride);
  json.member("fixed_part", found.fixed_part);
  json.member("field_size", found.slots);
  json.count("record_size", found.record_bytes);
  json.count("least_record", found.least_record);
  json.count("most_record", found.most_record);
  json.count("padding", found.padding);
  json.count("between_sections", found.between_sections);
  json.member("split_records", found.split_records);
  json.member("most_records_of_key", found.most_records_of_key);
  json.key("record_sizes");
  json.begin_array();
  for (const auto& row : found.record_sizes) {
    json.begin_object();
    json.count("most", row.most);
    json.member("count", row.count);
    json.end_object();
  }
  json.end_array();
  json.key("sections");
  json.begin_array();
  for (const section_entry& each : of.container().sections()) {
    json.begin_object();
    json.member("type", section_name(each.type));
    json.count("length", each.length);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

exit_code table_stats_command(const given_words& words, answer_form form, console& with) {
  return for_each_table(words, "memosaic.table.stats/1", form, with, [&](const std::string& path, json_writer* json) {
    const table from = open_table(path);
    const table_statistics found = statistics_of(from);
    if (json != nullptr) {
      write_json(*json, path, from, found);
    } else {
      print_text(path, from, found, with.out);
    }
  });
}

}  // namespace memosaic::cli
