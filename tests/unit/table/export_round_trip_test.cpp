// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <sstream>

#include "memosaic/table/delimited_writer.hpp"
#include "memosaic/table/json_line.hpp"
#include "memosaic/table/row_converter.hpp"
#include "support/import_exercise.hpp"
#include "support/table_values.hpp"

/// What is written as CSV or as JSON lines is read back as it was, by its schema, in pieces of any size.
namespace memosaic::export_round_trip_test {

/// The same type, with texts in place of what the form does not keep.
field_type kept(const field_type& type, bool flat) {
  const auto plain = [&]() -> field_type {
    const auto& parts = type.parts();
    const bool nested = is_referenced(type.kind()) && type.kind() > value_kind::buffer;
    if (type.kind() == value_kind::any || type.kind() == value_kind::array || (flat && nested))
      return field_type::text();
    if (type.kind() == value_kind::list) return field_type::list(kept(parts[0], flat));
    if (type.kind() == value_kind::tuple) return field_type::tuple(kept(parts[0], flat));
    if (type.kind() == value_kind::set) return field_type::set(kept(parts[0], flat));
    if (type.kind() == value_kind::dict) return field_type::dict(kept(parts[0], flat), kept(parts[1], flat));
    return type;
  }();
  return type.nullable() ? plain.or_null() : plain;
}

schema kept(const schema& types, bool flat) {
  std::vector<record_type> made = types.types();
  for (record_type& type : made) {
    for (schema_field& field : type.fields) field.type = kept(field.type, flat);
  }
  return schema(std::move(made));
}

/// Without folds, which have no form in a text.
value unfolded(const value& given) {
  switch (given.kind()) {
    case value_kind::datetime: {
      datetime time = given.as_datetime();
      time.fold = false;
      return time;
    }
    case value_kind::list:
    case value_kind::tuple:
    case value_kind::set: {
      value::sequence items;
      for (const value& item : given.items()) items.push_back(unfolded(item));
      if (given.kind() == value_kind::list) return value::list(items);
      return given.kind() == value_kind::tuple ? value::tuple(items) : value::set(items);
    }
    case value_kind::dict: {
      value::entries entries;
      for (const auto& [key, mapped] : given.dict_entries()) entries.emplace_back(unfolded(key), unfolded(mapped));
      return value::dict(entries);
    }
    case value_kind::record: {
      auto fields = given.record_fields().fields;
      for (auto& field : fields) field.second = unfolded(field.second);
      return value::record(given.record_fields().type_name, fields);
    }
    default:
      return given;
  }
}

std::string json_problem(const std::vector<std::uint8_t>& choices) {
  testing::table_values source(choices);
  const schema types = kept(source.any_schema(), false);
  std::vector<value> rows;
  std::string text;
  for (int i = 0; i < 3; ++i) {
    rows.push_back(unfolded(source.record_of(types, 0)));
    append_json_line(text, rows.back());
  }
  std::size_t at = 0;
  std::string problem;
  json_lines_reader reader("");
  const row_converter converter(types);
  testing::feed_in_pieces(reader, text, 1 + source.below(100), [&] {
    const value read = converter.convert(reader);
    if (!(read == rows.at(at))) problem = rows.at(at).to_text() + " came back as " + read.to_text();
    ++at;
  });
  return at == rows.size() ? problem : "rows are lost";
}

std::string delimited_problem(const std::vector<std::uint8_t>& choices) {
  testing::table_values source(choices);
  const schema types = kept(source.any_schema(), true);
  if (types.root().fields.empty()) return "";
  delimited_format format;
  if (source.below(2) == 1) format.delimiter = static_cast<char>(1 + source.below(9));
  format.names = delimited_format::heading{source.below(2) == 1};
  const delimited_writer writer(types, format);
  std::vector<value> rows;
  std::string text;
  writer.append_heading(text);
  if (format.names == delimited_format::heading::absent) text.clear();
  for (int i = 0; i < 3; ++i) {
    const value made = source.record_of(types, 0);
    const value::named_fields& given = made.record_fields();
    std::vector<std::pair<std::string, value>> fields;
    for (const schema_field& field : types.root().fields) {
      const auto found = std::find_if(given.fields.begin(), given.fields.end(),
                                      [&](const auto& each) { return each.first == field.name; });
      if (found != given.fields.end()) fields.emplace_back(field.name, unfolded(found->second));
      if (found == given.fields.end() && field.type.nullable()) fields.emplace_back(field.name, value());
    }
    rows.push_back(value::record(types.root().name, fields));
    writer.append(text, rows.back());
  }
  // Without a heading the columns have other names.
  std::vector<record_type> read_types = types.types();
  if (format.names == delimited_format::heading::absent) {
    auto& fields = read_types[0].fields;
    for (std::size_t i = 0; i < fields.size(); ++i) fields[i].name = "column" + std::to_string(i + 1);
  }
  row_converter converter{schema(read_types)};
  std::size_t at = 0;
  std::string problem;
  delimited_reader reader("", format);
  testing::feed_in_pieces(reader, text, 1 + source.below(100), [&] {
    const value read = converter.convert(reader);
    if (types.pack(rows.at(at)) != schema(read_types).pack(read)) {
      problem = rows.at(at).to_text() + " came back as " + read.to_text();
    }
    ++at;
  });
  return at == rows.size() ? problem : "rows are lost";
}

void check(std::string (*problem)(const std::vector<std::uint8_t>&)) {
  rc::detail::TestParams params;
  params.maxSuccess = 200;
  params.maxSize = 1000;
  params.seed = 4180;
  const auto property = [&](const std::vector<std::uint8_t>& choices) {
    const std::string found = problem(choices);
    if (!found.empty()) RC_FAIL(found);
  };
  const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata(), params);
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>()) << text.str();
}

TEST(ExportRoundTrip, JsonLines) { check(json_problem); }
TEST(ExportRoundTrip, DelimitedText) { check(delimited_problem); }

TEST(ExportRoundTrip, FormsOfText) {
  const schema types(
      {record_type{"row", {{1, "a b", field_type::text().or_null()}, {2, "n,1", field_type::float64()}}}});
  const delimited_writer writer(types);
  std::string text;
  writer.append_heading(text);
  writer.append(text, value::record({{"a b", "x\"y"}, {"n,1", 1.0}}));
  writer.append(text, value::dict({{"n,1", 1e300}}));
  writer.append(text, value::record({{"a b", ""}, {"n,1", -0.5}}));
  EXPECT_EQ(text, "a b,\"n,1\"\n\"x\"\"y\",1.0\n,1e+300\n\"\",-0.5\n");
  EXPECT_THROW(writer.append(text, value::record({{"n,1", "x"}})), std::invalid_argument);
  EXPECT_THROW(writer.append(text, value::record({{"z", 1}})), std::invalid_argument);
  EXPECT_TRUE(text.ends_with("-0.5\n"));

  std::string line;
  append_json_line(line,
                   value::dict({{"\n\x01", value::tuple({true, value(), date(0)})}, {"d", value::dict({{1, "x"}})}}));
  EXPECT_EQ(line, "{\"\\n\\u0001\":[true,null,\"1970-01-01\"],\"d\":[[1,\"x\"]]}\n");
  const value circle = value::list();
  circle.items().push_back(circle);
  EXPECT_THROW(append_json_line(line, value::dict({{"a", circle}})), std::invalid_argument);
  EXPECT_THROW(append_json_line(line, circle), std::invalid_argument);
  EXPECT_TRUE(line.ends_with("]]}\n"));
  circle.dismantle();
}

}  // namespace memosaic::export_round_trip_test
