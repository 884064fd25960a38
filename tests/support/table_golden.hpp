#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "memosaic/bytes/endian.hpp"
#include "memosaic/table/cell_writer.hpp"
#include "memosaic/table/table.hpp"
#include "memosaic/table/table_builder.hpp"
#include "support/key_sections.hpp"
#include "support/table_containers.hpp"
#include "table/key_dense.hpp"
#include "table/key_order.hpp"
#include "table/key_runs.hpp"
#include "table/table_form.hpp"
#include "table/value_packer.hpp"

/// The containers of tests/golden/table: what is in them never changes, so their bytes must not.
namespace memosaic::testing {

/// A container, its values as JSON, and what its index has to answer.
struct golden_table {
  std::vector<std::byte> bytes;
  std::string json;
};

/// Values as the readers of other languages write them down, to be compared as text.
class golden_json {
 public:
  static std::string of(const value& each) {
    switch (each.kind()) {
      case value_kind::null:
        return "null";
      case value_kind::boolean:
        return each.as_boolean() ? "true" : "false";
      case value_kind::int64:
        return std::to_string(each.as_int64());
      case value_kind::uint64:
        return std::to_string(each.as_uint64());
      case value_kind::float64:
        return tagged("float", hex(std::bit_cast<std::uint64_t>(each.as_float64())));
      case value_kind::date:
        return "{\"date\": " + std::to_string(each.as_date().days) + "}";
      case value_kind::datetime: {
        const datetime time = each.as_datetime();
        return "{\"datetime\": [" + std::to_string(time.microseconds) + ", " + std::to_string(time.offset) + ", " +
               (time.aware ? "true, " : "false, ") + (time.fold ? "true]}" : "false]}");
      }
      case value_kind::decimal: {
        const decimal number = each.as_decimal();
        return "{\"decimal\": [" + std::string(number.negative ? "true, " : "false, ") +
               std::to_string(static_cast<unsigned>(number.form)) + ", " + std::to_string(number.exponent) + ", \"" +
               number.digits + "\"]}";
      }
      case value_kind::text:
        return quoted(each.as_text());
      case value_kind::bytes:
        return tagged("bytes", hex(each.as_bytes()));
      case value_kind::buffer:
        return tagged("buffer", hex(each.as_bytes()));
      case value_kind::list:
        return "{\"list\": " + items(each) + "}";
      case value_kind::tuple:
        return "{\"tuple\": " + items(each) + "}";
      case value_kind::set:
        return "{\"set\": " + items(each) + "}";
      case value_kind::array:
        return of_array(each.as_array());
      case value_kind::dict:
      case value_kind::record:
        return of_pairs(each);
      default:
        throw std::logic_error("values have no such kind");
    }
  }

  template <typename Each, typename Text>
  static std::string joined(const std::vector<Each>& from, const Text& text_of_each, const char* between = ", ") {
    std::string text;
    for (const Each& each : from) text += (text.empty() ? "" : between) + text_of_each(each);
    return "[" + text + "]";
  }

  static std::string quoted(std::string_view from) {
    std::string text = "\"";
    for (const char each : from) {
      if (each == '"' || each == '\\') text += '\\';
      text += each == '\0' ? "\\u0000" : std::string(1, each);
    }
    return text + "\"";
  }

 private:
  static std::string tagged(const char* tag, const std::string& text) {
    return std::string("{\"") + tag + "\": \"" + text + "\"}";
  }
  static std::string hex(std::uint64_t number) {
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[number >> shift & 15];
    return text;
  }
  static std::string hex(bytes_view bytes) {
    std::string text;
    for (const std::byte each : bytes) {
      text += "0123456789abcdef"[std::to_integer<unsigned>(each) >> 4];
      text += "0123456789abcdef"[std::to_integer<unsigned>(each) & 15];
    }
    return text;
  }
  static std::string items(const value& each) { return joined(each.items(), &of); }
  static std::string of_array(const nd_array& array) {
    const auto number = [](std::uint64_t each) { return std::to_string(each); };
    return "{\"array\": [" + number(static_cast<std::uint64_t>(array.kind())) + ", " + number(array.item_size()) +
           ", " + joined(array.shape(), number) + ", \"" + hex(array.bytes()) + "\"]}";
  }
  static std::string of_pairs(const value& each) {
    if (each.kind() == value_kind::dict) {
      const auto pair = [](const auto& entry) { return "[" + of(entry.first) + ", " + of(entry.second) + "]"; };
      return "{\"dict\": " + joined(each.dict_entries(), pair) + "}";
    }
    const auto& fields = each.record_fields();
    const auto pair = [](const auto& entry) { return "[" + quoted(entry.first) + ", " + of(entry.second) + "]"; };
    return "{\"record\": [" + quoted(fields.type_name) + ", " + joined(fields.fields, pair) + "]}";
  }
};

/// Fields of every type.
inline schema golden_schema() {
  std::vector<schema_field> fields;
  const auto add = [&](std::string name, field_type type, bool may_be_missing = false) {
    fields.push_back({static_cast<std::uint16_t>(fields.size() * 2 + 1), std::move(name), std::move(type),
                      may_be_missing, 0, std::nullopt});
  };
  add("id", field_type::fixed_text(9));
  add("bool", field_type::boolean(), true);
  add("i8", field_type::int8());
  add("i16", field_type::int16().or_null());
  add("i32", field_type::int32());
  add("i64", field_type::int64().or_null(), true);
  add("u8", field_type::uint8());
  add("u16", field_type::uint16());
  add("u32", field_type::uint32());
  add("u64", field_type::uint64());
  add("f32", field_type::float32());
  add("f64", field_type::float64());
  add("date", field_type::date().or_null());
  add("datetime", field_type::datetime());
  add("fixed", field_type::fixed_bytes(300).or_null());
  add("decimal", field_type::decimal().or_null());
  add("bytes", field_type::bytes());
  add("text", field_type::text().or_null(), true);
  add("buffer", field_type::buffer());
  add("list", field_type::list(field_type::text().or_null()));
  add("tuple", field_type::tuple(field_type::list(field_type::int16())));
  add("set", field_type::set(field_type::text()));
  add("dict", field_type::dict(field_type::int32(), field_type::boolean().or_null()));
  add("array", field_type::array().or_null());
  add("record", field_type::record(1).or_null());
  add("any", field_type::any());
  add("anys", field_type::list(field_type::any()));
  fields[9].since = 3;
  fields[6].otherwise = value(200);
  return schema(
      {record_type{"root", std::move(fields), 1},
       record_type{"inner", {{1, "name", field_type::text()}, {2, "next", field_type::record(1).or_null()}}, 0}});
}

inline value golden_anys() {
  value::sequence numbers;
  value::entries entries;
  for (int i = 0; i < 12; ++i) {
    numbers.emplace_back(i * i - 40);
    entries.emplace_back(value("key " + std::to_string(i)), i % 3 == 0 ? value() : value(i * 1.5));
  }
  const std::vector<float> items(20, 0.25F);
  return value::list({value(), value(true), value(-5), value(UINT64_MAX), value(2.5), value(date(-1)),
                      value(datetime{-1, -3600, true, true}), value(decimal::from_text("-12.50")),
                      value::bytes(bytes_of(std::string_view("\0\1\2", 3))), value("t\u00e4xt"),
                      value::buffer(bytes_of(std::string_view("buffer"))), value::list(numbers),
                      value::tuple({value("a"), value(1)}), value::set(numbers), value::dict(entries),
                      value(nd_array::of(std::span(items), {4, 5})),
                      value::record("inner", {{"name", "of any"}, {"next", value()}})});
}

/// Three records: one of everything, one of nothing, one of edges.
inline std::vector<value> golden_values() {
  const value shared("this text is stored once");
  const std::string hundred(100, 'h');
  value::sequence words;
  value::entries pairs;
  for (int i = 0; i < 11; ++i) {
    words.emplace_back("word " + std::to_string(i));
    pairs.emplace_back(value(i * 7 - 30), i % 4 == 0 ? value() : value(i % 2 == 0));
  }
  const std::vector<std::int16_t> shorts{1, -2, 3, -4, 5, -6};
  const auto inner = value::record("inner", {{"name", shared}, {"next", value()}});
  const auto everything =
      value::record("root", {{"id", "all"},
                             {"bool", true},
                             {"i8", -8},
                             {"i16", -1600},
                             {"i32", 320000},
                             {"i64", -64000000000},
                             {"u8", 8},
                             {"u16", 16000},
                             {"u32", 3200000000},
                             {"u64", UINT64_MAX},
                             {"f32", 0.5},
                             {"f64", 0.1},
                             {"date", date(20000)},
                             {"datetime", datetime{1700000000000000, 7200, true, false}},
                             {"fixed", value::bytes(bytes_of(std::string_view("fixed")))},
                             {"decimal", decimal::from_text("12345678901234567890.12345")},
                             {"bytes", value::bytes(bytes_of(hundred))},
                             {"text", shared},
                             {"buffer", value::buffer(bytes_of(hundred))},
                             {"list", value::list({value("one"), value(), shared})},
                             {"tuple", value::tuple({value::list({value(1), value(2)}), value::list({})})},
                             {"set", value::set(words)},
                             {"dict", value::dict(pairs)},
                             {"array", nd_array::of(std::span(shorts), {2, 3})},
                             {"record", value::record("inner", {{"name", "outer"}, {"next", inner}})},
                             {"any", shared},
                             {"anys", golden_anys()}});
  const auto nothing = value::record("root", {{"id", ""},
                                              {"i8", 0},
                                              {"i16", value()},
                                              {"i32", 0},
                                              {"i64", value()},
                                              {"u8", 0},
                                              {"u16", 0},
                                              {"u32", 0},
                                              {"u64", 0},
                                              {"f32", 0.0},
                                              {"f64", -0.0},
                                              {"date", value()},
                                              {"datetime", datetime{0, 0, false, true}},
                                              {"fixed", value()},
                                              {"decimal", value()},
                                              {"bytes", value::bytes({})},
                                              {"buffer", value::buffer({})},
                                              {"list", value::list({})},
                                              {"tuple", value::tuple({})},
                                              {"set", value::set({})},
                                              {"dict", value::dict({})},
                                              {"array", value()},
                                              {"record", value()},
                                              {"any", value()},
                                              {"anys", value::list({})}});
  const auto edges = value::record(
      "root", {{"id", "ninebytes"},
               {"bool", false},
               {"i8", -128},
               {"i16", INT16_MAX},
               {"i32", INT32_MIN},
               {"i64", INT64_MIN},
               {"u8", 255},
               {"u16", 65535},
               {"u32", UINT32_MAX},
               {"u64", std::uint64_t{1} << 63},
               {"f32", -0.0},
               {"f64", 1e308},
               {"date", date(INT32_MIN)},
               {"datetime", datetime{INT64_MIN, -86399, true, true}},
               {"fixed", value::bytes(bytes_of(std::string(300, 'f')))},
               {"decimal", decimal::from_text("-sNaN123")},
               {"bytes", value::bytes(bytes_of(std::string(253, 'b')))},
               {"text", std::string(300, 't')},
               {"buffer", value::buffer(bytes_of(std::string_view("short")))},
               {"list", value::list({value("")})},
               {"tuple", value::tuple({value::list({value(-1)})})},
               {"set", value::set({value("")})},
               {"dict", value::dict({{value(0), value(false)}})},
               {"array", nd_array(array_item::raw, 3, {0, 7}, {})},
               {"record", inner},
               {"any", -1},
               {"anys", value::list({value::list({value(INT32_MAX), value(1)}), value::set({value(), value(2.5)})})}});
  return {everything, nothing, edges};
}

inline std::string golden_records_json(const std::vector<value>& records) {
  return "{\"records\": " + golden_json::joined(records, &golden_json::of, ",\n  ");
}

inline golden_table golden_types(reference_width width) {
  const schema types = golden_schema();
  std::vector<cell_bytes> cells;
  for (const value& each : golden_values()) table_core::pack_value(types, width, each, cells.emplace_back());
  return {container_of(types, cells, {}, width), golden_records_json(golden_values()) + "}\n"};
}

/// Texts in VARDATA, to which both records refer, one of them with the reference of the other in its own cell.
inline golden_table golden_shared() {
  const schema types({record_type{"row", {{1, "n", field_type::int32()}, {2, "text", field_type::text()}}}});
  cell_bytes shared;
  cell_writer texts(shared, reference_width::narrow);
  const std::size_t places[] = {texts.add_text("shared by two"), texts.add_text("of one record")};
  std::vector<cell_bytes> cells;
  std::vector<value> records;
  for (std::uint32_t i = 0; i < 3; ++i) {
    cell_bytes& cell = cells.emplace_back();
    cell_writer writer(cell, reference_width::narrow);
    const std::size_t at = writer.allocate(8);
    writer.put_number(at + types.layout().places()[0].offset, static_cast<std::int32_t>(i));
    writer.put_number(at + types.layout().places()[1].offset,
                      0x80000000U | static_cast<std::uint32_t>(places[i / 2] / 8 + 1));
    records.push_back(value::record("row", {{"n", i}, {"text", i < 2 ? "shared by two" : "of one record"}}));
  }
  return {container_of(types, cells, shared), golden_records_json(records) + "}\n"};
}

/// The key and a number, one record for each slot, and the sections of an index.
inline golden_table golden_keyed(const field_type& key_type, const std::vector<value>& keys_by_slot, std::uint64_t seed,
                                 const std::vector<std::pair<section_type, cell_bytes>>& sections,
                                 const std::vector<value>& absent, std::size_t records_of_each = 0) {
  const schema types({record_type{"row", {{1, "n", field_type::int64()}, {2, "key", key_type}}, 2}});
  std::vector<cell_bytes> cells;
  std::vector<value> records;
  std::vector<std::string> lookups;
  for (std::size_t slot = 0; slot < keys_by_slot.size(); ++slot) {
    const std::size_t count = records_of_each == 0 ? 1 : slot % records_of_each + 1;
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < count; ++i) {
      numbers.push_back(records.size());
      records.push_back(value::record("row", {{"n", records.size()}, {"key", keys_by_slot[slot]}}));
      cells.push_back(types.pack(records.back()));
      cells.back().resize((cells.back().size() + 7) / 8 * 8);
    }
    lookups.push_back("[" + golden_json::of(keys_by_slot[slot]) + ", " +
                      golden_json::joined(numbers, [](std::size_t each) { return std::to_string(each); }) + "]");
  }
  for (const value& each : absent) lookups.push_back("[" + golden_json::of(each) + ", []]");
  container_memory sink;
  container_writer writer(sink, types, {reference_width::narrow, seed, 12});
  write_cells(writer, types, cells);
  for (const auto& [type, bytes] : sections) {
    writer.begin(type);
    writer.append(bytes);
    writer.end(keys_by_slot.size());
  }
  writer.finish(cells.size());
  return {sink.take(), golden_records_json(records) + ",\n\"lookups\": " +
                           golden_json::joined(
                               lookups, [](const std::string& each) { return each; }, ",\n  ") +
                           "}\n"};
}

inline std::vector<value> absent_texts() { return {value(""), value("absent"), value("u99"), value("\u00fc")}; }

inline cell_bytes golden_order(const std::vector<std::uint64_t>& slots) {
  table_core::key_order_writer writer(slots.size());
  for (const std::uint64_t each : slots) writer.add(each);
  auto section = writer.header();
  for (const std::byte each : writer.drain()) section.push_back(each);
  section.resize(section.size() + table_core::key_order_writer::padding);
  return section;
}

inline golden_table golden_linear(std::size_t records_of_each) {
  constexpr std::uint64_t seed = 0x1234567890abcdef;
  const auto texts = test::numbered_keys(20);
  const auto hashes = test::hashes_of(texts, {.seed = seed});
  std::vector<std::pair<section_type, cell_bytes>> sections{
      {section_type::pilots, table_core::linear_index(hashes, seed)}};
  if (records_of_each != 0) {
    table_core::key_runs_writer runs(8, 0);
    for (std::size_t slot = 0; slot < texts.size(); ++slot) runs.add(slot % records_of_each + 1);
    runs.finish();
    const auto header = runs.header();
    cell_bytes postings(header.begin(), header.end());
    for (const std::byte each : runs.drain()) postings.push_back(each);
    sections.emplace_back(section_type::postings, std::move(postings));
  }
  return golden_keyed(field_type::text(), {texts.begin(), texts.end()}, seed, sections, absent_texts(),
                      records_of_each);
}

inline golden_table golden_perfect(table_core::hash_width width, unsigned fingerprint_bits, unsigned partition_bits) {
  const test::key_index_shape shape{
      .seed = 77, .width = width, .fingerprint_bits = fingerprint_bits, .partition_bits = partition_bits};
  const auto texts = test::numbered_keys(300);
  const auto made = test::perfect_sections(test::hashes_of(texts, shape), shape);
  std::vector<value> by_slot(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) by_slot[static_cast<std::size_t>(made->slots[i])] = texts[i];
  return golden_keyed(field_type::fixed_text(20), by_slot, shape.seed,
                      {{section_type::pilots, made->index},
                       {section_type::fingerprints, made->fingerprints},
                       {section_type::sorted, golden_order(made->slots)}},
                      absent_texts());
}

inline golden_table golden_dense() {
  table_core::key_dense_writer writer(static_cast<std::uint64_t>(-50), 149);
  std::vector<value> keys;
  for (std::int64_t key = -50; key < 150; ++key) {
    if (key % 3 == 0 && key != 0 && key != 147) continue;
    writer.add(static_cast<std::uint64_t>(key));
    keys.emplace_back(key);
  }
  return golden_keyed(field_type::int64(), keys, 0, {{section_type::pilots, test::dense_section(writer)}},
                      {value(-51), value(150), value(3), value(INT64_MIN)});
}

/// Numbers that are written in place, beside fields that are not.
inline golden_table golden_numbers(bool varying) {
  std::vector<schema_field> fields{{1, "id", field_type::int32()},
                                   {2, "flags", field_type::uint8(), false, 0, std::nullopt, true},
                                   {3, "hits", field_type::int64(), false, 0, std::nullopt, true},
                                   {4, "share", field_type::float32(), false, 0, value(0.5), true}};
  if (varying) fields.push_back({5, "name", field_type::text()});
  const schema types({record_type{"counted", std::move(fields), 1}});
  std::vector<cell_bytes> cells;
  std::vector<value> records;
  cell_bytes numbers;
  const std::size_t at = types.layout().numbers_offset();
  const std::size_t size = types.layout().numbers_size();
  for (int i = 0; i < 9; ++i) {
    std::vector<std::pair<std::string, value>> content{
        {"id", i - 4}, {"flags", 250 + i % 6}, {"hits", std::int64_t{-7000000000} * i}, {"share", i * 0.25}};
    if (varying) content.emplace_back("name", std::string(static_cast<std::size_t>(i * 9), 'n'));
    records.push_back(value::record("counted", std::move(content)));
    cell_bytes& cell = cells.emplace_back(types.pack(records.back()));
    const auto block = mutable_bytes_view(cell).subspan(at, size);
    numbers.insert(numbers.end(), block.begin(), block.end());
    std::fill(block.begin(), block.end(), std::byte{0});
    store_little(block, 0, static_cast<std::uint64_t>(i));
  }
  container_memory sink;
  container_writer writer(sink, types, {reference_width::narrow, 0, 8});
  write_cells(writer, types, cells);
  writer.begin(section_type::numbers, {{size, 0}, 64, false, true});
  writer.append(numbers);
  writer.end(cells.size());
  writer.finish(cells.size());
  return {sink.take(), golden_records_json(records) + "}\n"};
}

/// Objects that records share, as a builder puts them, with wide references.
inline golden_table golden_shared_wide() {
  const schema types({record_type{"row", {{1, "n", field_type::int32()}, {2, "free", field_type::any()}}}});
  table_builder builder(types, {.references = reference_width::wide, .shared_window = 4096});
  const value words = value::list({"one", "two", "three"});
  const value pooled = builder.pool().add(field_type::list(field_type::text()), words);
  std::vector<value> records;
  for (int i = 0; i < 3; ++i) {
    const auto row = [&](const value& last) {
      return value::record("row", {{"n", i}, {"free", value::tuple({words, i, last})}});
    };
    records.push_back(row(words));
    builder.add(row(pooled));
  }
  container_memory sink;
  builder.finish_to(sink);
  return {sink.take(), golden_records_json(records) + "}\n"};
}

/// An approximate multimap: what its index answers for keys that were added, and for others, of which some pass.
inline golden_table golden_approximate() {
  const test::key_index_shape shape{.seed = 99, .fingerprint_bits = 5};
  const auto texts = test::numbered_keys(200);
  const auto made = test::perfect_sections(test::hashes_of(texts, shape), shape);
  const schema types({record_type{"row", {{1, "n", field_type::int64()}}}});
  std::vector<std::size_t> key_of_slot(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) key_of_slot[static_cast<std::size_t>(made->slots[i])] = i;
  table_core::key_runs_writer runs(8, 0);
  std::vector<cell_bytes> cells;
  std::vector<value> records;
  for (const std::size_t key : key_of_slot) {
    runs.add(key % 3 + 1);
    for (std::size_t i = 0; i <= key % 3; ++i) {
      records.push_back(value::record("row", {{"n", key * 10 + i}}));
      cells.push_back(types.pack(records.back()));
    }
  }
  runs.finish();
  container_memory sink;
  container_writer writer(sink, types, {reference_width::narrow, shape.seed, 12});
  write_cells(writer, types, cells);
  const auto section = [&](section_type type, std::initializer_list<bytes_view> parts, std::uint64_t count) {
    writer.begin(type);
    for (const bytes_view part : parts) writer.append(part);
    writer.end(count);
  };
  using table_core::section_bit;
  const auto header = runs.header();
  const auto lines = runs.drain();
  section(section_type::pilots, {made->index}, texts.size());
  section(section_type::fingerprints, {made->fingerprints}, texts.size());
  section(section_type::postings, {header, lines}, texts.size());
  const table_core::table_form form{
      table_kind::approximate_multimap,
      value_kind::text,
      0,
      section_bit(section_type::pilots) | section_bit(section_type::fingerprints) | section_bit(section_type::postings),
      records.size(),
      texts.size()};
  const auto form_bytes = table_core::bytes_of_form(form);
  section(section_type::table, {form_bytes}, 1);
  writer.finish(records.size());
  golden_table result{sink.take(), {}};
  const table read = table::open(view(result.bytes, unowned), open_level::verified);
  std::vector<std::string> lookups;
  const auto look_up = [&](const std::string& key) {
    std::vector<std::int64_t> numbers;
    for (const record each : read.equal_range(std::string_view(key))) numbers.push_back(each["n"].as_int64());
    lookups.push_back("[" + golden_json::quoted(key) + ", " +
                      golden_json::joined(numbers, [](std::int64_t each) { return std::to_string(each); }) + "]");
  };
  for (const std::string& key : texts) look_up(key);
  for (int i = 0; i < 200; ++i) look_up("absent " + std::to_string(i));
  result.json = golden_records_json(records) + ",\n\"candidates\": " +
                golden_json::joined(
                    lookups, [](const std::string& each) { return each; }, ",\n  ") +
                "}\n";
  return result;
}

inline std::map<std::string, golden_table> golden_tables() {
  using table_core::hash_width;
  return {{"types", golden_types(reference_width::narrow)},
          {"types_wide", golden_types(reference_width::wide)},
          {"shared", golden_shared()},
          {"shared_wide", golden_shared_wide()},
          {"approximate", golden_approximate()},
          {"linear", golden_linear(0)},
          {"multimap", golden_linear(3)},
          {"perfect", golden_perfect(hash_width::bits_64, 8, 0)},
          {"perfect_wide", golden_perfect(hash_width::bits_128, 11, 2)},
          {"dense", golden_dense()},
          {"numbers", golden_numbers(false)},
          {"numbers_varying", golden_numbers(true)}};
}

}  // namespace memosaic::testing
