// SPDX-License-Identifier: Apache-2.0
#include "cli/table/opened_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <thread>

#include "cli/file/targets.hpp"
#include "cli/numbers.hpp"
#include "cli/trouble.hpp"
#include "memosaic/bytes/compare.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapping.hpp"

namespace memosaic::cli {
namespace {

constexpr std::array<unsigned char, 8> table_magic{0x89, 'M', 'T', 'B', 0x0D, 0x0A, 0x1A, 0x0A};

[[noreturn]] void refuse(const std::string& path) {
  throw trouble(path, "is no table", "name a file that memosaic table build has written");
}

}  // namespace

bool begins_as_table(const std::string& path) {
  const std::filesystem::file_status status = std::filesystem::status(path);
  if (std::filesystem::is_directory(status)) throw trouble(path, "is a folder", "name a file in it");
  // What is there and no regular file is not opened: a pipe would wait.
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) return false;
  const file opened(path);
  if (!opened.is_regular() || opened.size() < table_magic.size()) return false;
  const mapping front(opened, 0, table_magic.size());
  return equal(front.bytes(), std::as_bytes(std::span(table_magic)));
}

table open_table(const std::string& path) {
  if (path == "-") throw trouble("-", "is standard input, and a table is mapped", "name the file itself");
  if (!begins_as_table(path)) refuse(path);
  return table::open(path);
}

exit_code for_each_table(const given_words& words, std::string_view schema, answer_form form, console& with,
                         const table_work& work) {
  if (words.operands.empty()) throw trouble("TABLE", "is missing", "name one table or several");
  json_writer json(with.out);
  const bool document = form != answer_form::text;
  if (document) {
    json.begin_object();
    json.member("schema", schema);
    json.key("tables");
    json.begin_array();
  }
  exit_code code = exit_code::yes;
  for (const std::string& path : words.operands) {
    try {
      work(path, document ? &json : nullptr);
      with.out.flush_for_reader();
    } catch (const output_error&) {
      throw;
    } catch (const std::exception& error) {
      const trouble what = explain(error, path);
      code = std::max(code, what.code());
      with.errors.tell(what);
    }
  }
  if (document) {
    json.end_array();
    json.end_object();
    with.out.write("\n");
  }
  with.out.flush();
  return code;
}

std::uint64_t number_option(const given_words& words, std::string_view name, std::uint64_t otherwise,
                            std::uint64_t least, std::uint64_t most) {
  const std::string* const text = words.last(name);
  if (text == nullptr) return otherwise;
  const std::uint64_t number = parse_for(name, [&] { return parse_number(*text); });
  if (number < least || number > most) {
    throw trouble(std::string(name), "\"" + *text + "\" is out of range",
                  "give a number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return number;
}

unsigned threads_option(const given_words& words) {
  const unsigned usual = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
  return static_cast<unsigned>(number_option(words, "--threads", usual, 1, 256));
}

std::string_view name_of(table_kind kind) noexcept {
  switch (kind) {
    case table_kind::array:
      return "array";
    case table_kind::map:
      return "map";
    case table_kind::multimap:
      return "multimap";
    case table_kind::approximate_multimap:
      return "approximate multimap";
  }
  return "unknown";
}

const schema_field* key_field(const table& of) {
  const record_type& type = of.schema().root();
  return type.key == 0 ? nullptr : &type.fields[*type.position(type.key)];
}

field_type key_type(const table& of) {
  switch (of.key_kind()) {
    case value_kind::fixed_text:
      return field_type::text();
    case value_kind::fixed_bytes:
      return field_type::bytes();
    case value_kind::tuple:
    case value_kind::set:
      if (const schema_field* const field = key_field(of)) return field->type;
      return of.key_kind() == value_kind::tuple ? field_type::tuple(field_type::any())
                                                : field_type::set(field_type::any());
    default:
      return field_type(of.key_kind());
  }
}

std::string section_name(section_type type) {
  constexpr std::array<std::string_view, 17> names{
      "",     "schema", "records", "vardata",    "pilots",    "remap",    "fingerprints", "locator", "postings",
      "keys", "order",  "sorted",  "stringdict", "blocksums", "usermeta", "numbers",      "table"};
  const auto number = static_cast<std::uint32_t>(type);
  if (number > 0 && number < names.size()) return std::string(names[number]);
  return fmt::format("{} {:#x}", type >= section_type::first_of_user ? "user" : "unknown", number);
}

}  // namespace memosaic::cli
