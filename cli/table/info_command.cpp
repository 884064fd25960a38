// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "cli/numbers.hpp"
#include "cli/printable.hpp"
#include "cli/table/commands.hpp"
#include "cli/table/opened_table.hpp"
#include "cli/table/records_in_order.hpp"
#include "cli/trouble.hpp"
#include "memosaic/table/schema_text.hpp"

namespace memosaic::cli {
namespace {

std::string hash_text(const hash128& hash) { return fmt::format("{:016x}{:016x}", hash.high, hash.low); }

std::string title(const table& of) {
  std::string text = fmt::format("{} of {}", name_of(of.kind()), plural(of.size(), "record"));
  if (const schema_field* const key = key_field(of)) text += fmt::format(" by \"{}\"", printable(key->name));
  if (of.key_count() != of.size() && of.kind() != table_kind::array)
    text += fmt::format(", {}", plural(of.key_count(), "key"));
  return text;
}

std::string orders(const table& of) {
  const bool keys = of.container().find(section_type::sorted) != nullptr;
  const bool insertion = of.container().find(section_type::order) != nullptr;
  if (keys && insertion) return "of keys, of insertion";
  return keys ? "of keys" : insertion || of.kind() == table_kind::array ? "of insertion" : "none";
}

std::string indented(const std::string& text) {
  std::string result;
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t stop = text.find('\n', start);
    result += "    " + printable(std::string_view(text).substr(start, stop - start)) + "\n";
    start = stop + 1;
  }
  return result;
}

std::string metadata_text(bytes_view metadata) {
  constexpr std::size_t longest = 60;
  const std::string_view text = text_of(metadata);
  const bool readable = printable(text) == text;
  if (!readable || text.size() > longest) return plural(metadata.size(), "byte");
  return fmt::format("{}, \"{}\"", plural(metadata.size(), "byte"), text);
}

void print_text(const std::string& path, const table& of, output& out) {
  const container_header& header = of.container().header();
  std::string text = fmt::format("{}: {}, {}\n", printable(path), title(of), sized(header.length));
  text += fmt::format("  content {}\n  orders: {}\n", hash_text(header.content_id), orders(of));
  if (!of.user_metadata().empty()) text += fmt::format("  metadata: {}\n", metadata_text(of.user_metadata()));
  text += "  schema\n" + indented(schema_text(of.schema()));
  text += "  sections\n";
  for (const section_entry& each : of.container().sections()) {
    text += fmt::format("    {:<14} {:>12}  {}{}\n", section_name(each.type), hex_number(each.offset),
                        sized(each.length), each.is_mutable() ? ", written in place" : "");
  }
  out.write(text);
}

void write_field(json_writer& json, const record_type& type, const schema_field& field) {
  json.begin_object();
  json.member("number", std::uint64_t{field.number});
  json.member("name", field.name);
  json.member("type", field.type.to_text());
  json.member("key", field.number == type.key);
  json.member("may_be_missing", field.may_be_missing);
  json.member("in_place", field.in_place);
  json.end_object();
}

void write_json(json_writer& json, const std::string& path, const table& of) {
  const container_header& header = of.container().header();
  json.begin_object();
  json.path("path", path);
  json.member("kind", name_of(of.kind()));
  json.member("records", of.size());
  json.member("keys", of.key_count());
  if (const schema_field* const key = key_field(of)) {
    json.member("key", key->name);
  } else {
    json.null_member("key");
  }
  json.count("size", header.length);
  json.member("content_id", hash_text(header.content_id));
  json.member("schema_fingerprint", hash_text(header.schema_fingerprint));
  json.member("incompatible_features", header.incompatible);
  json.member("read_only_features", header.read_only);
  json.member("compatible_features", header.compatible);
  json.member("has_key_order", of.container().find(section_type::sorted) != nullptr);
  json.member("has_insertion_order",
              of.kind() == table_kind::array || of.container().find(section_type::order) != nullptr);
  json.member("schema_text", schema_text(of.schema()));
  json.key("fields");
  json.begin_array();
  for (const schema_field& field : of.schema().root().fields) write_field(json, of.schema().root(), field);
  json.end_array();
  json.key("metadata_hex");
  json.hex(of.user_metadata());
  json.key("sections");
  json.begin_array();
  for (const section_entry& each : of.container().sections()) {
    json.begin_object();
    json.member("type", section_name(each.type));
    json.offset("offset", each.offset);
    json.count("length", each.length);
    json.count("count", each.count);
    json.member("written_in_place", each.is_mutable());
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

exit_code table_info_command(const given_words& words, answer_form form, console& with) {
  if (words.has("--schema")) {
    if (form != answer_form::text) throw trouble("--schema", "prints a text", "leave out one of --schema and --json");
    with.out.write(schema_text(open_table(only_table(words)).schema()));
    with.out.flush();
    return exit_code::yes;
  }
  return for_each_table(words, "memosaic.table.info/1", form, with, [&](const std::string& path, json_writer* json) {
    const table from = open_table(path);
    if (json != nullptr) {
      write_json(*json, path, from);
    } else {
      print_text(path, from, with.out);
    }
  });
}

}  // namespace memosaic::cli
