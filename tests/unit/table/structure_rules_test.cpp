// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "memosaic/bytes/endian.hpp"
#include "memosaic/table/cell_writer.hpp"
#include "support/table_containers.hpp"

/// Each rule of structure: a cell that keeps it, and the same cell with that rule broken, is told apart.
namespace memosaic::structure_rules_test {

using testing::cell_bytes;

schema of(field_type type, bool may_be_missing = false) {
  return schema({record_type{"root", {{1, "x", std::move(type), may_be_missing}}},
                 record_type{"other", {{1, "n", field_type::int16()}, {2, "b", field_type::boolean()}}}});
}

cell_bytes packed(const schema& types, const value& x) {
  cell_bytes cell = types.pack(value::record({{"x", x}}));
  cell.resize((cell.size() + 7) / 8 * 8);
  return cell;
}

std::string verdict_of(const schema& types, const cell_bytes& cell) {
  return testing::verdict(testing::container_of(types, {&cell, 1}));
}

/// Whole it is right; with `number` at `at` it is wrong, and the message says so.
template <plain_number Number>
void expect_refused(const schema& types, cell_bytes cell, std::size_t at, Number number, const std::string& what) {
  EXPECT_EQ(verdict_of(types, cell), "") << what;
  store_little(mutable_bytes_view(cell), at, number);
  const std::string found = verdict_of(types, cell);
  EXPECT_NE(found.find(what), std::string::npos) << "expected: " << what << "\nfound: " << found;
  EXPECT_EQ(found.find("some.table: "), 0U) << found;
}

template <plain_number Number>
void expect_refused(field_type type, const value& x, std::size_t at, Number number, const std::string& what) {
  const schema types = of(std::move(type));
  expect_refused(types, packed(types, x), at, number, what);
}

value counted(value_kind kind, int count) {
  value::sequence items;
  for (int i = 0; i < count; ++i) items.emplace_back(i * 3);
  return kind == value_kind::set ? value::set(std::move(items)) : value::list(std::move(items));
}

TEST(StructureRules, SlotsHoldWhatTheyMay) {
  expect_refused<std::uint8_t>(field_type::boolean(), true, 0, 2, "boolean: expected 0 or 1: found 2");
  const datetime time{5, 3600, true, false};
  expect_refused<std::int32_t>(field_type::datetime(), time, 8, 86400 * 4 + 1, "datetime: an offset of 86400 s");
  expect_refused<std::int32_t>(field_type::datetime(), time, 8, -86400 * 4 + 1, "datetime: an offset of -86400 s");
  expect_refused<std::int32_t>(field_type::datetime(), time, 8, 4 * 60, "datetime: an offset of 60 s");
  expect_refused<std::uint8_t>(field_type::fixed_text(5), "abc", 0, 6, "fixed run: expected at most 5");
  expect_refused<std::uint16_t>(field_type::fixed_bytes(300), value::bytes(bytes_of(std::string_view("abc"))), 0, 301,
                                "fixed run: expected at most 300");
  expect_refused<std::uint8_t>(field_type::fixed_text(5), "abc", 4, 'd', "fixed run, behind its length");
  expect_refused<std::uint8_t>(field_type::fixed_text(5), "abc", 1, 0xFF, "text: it is not UTF-8");
}

TEST(StructureRules, StateBitsAreThoseOfFields) {
  const schema types = of(field_type::int32().or_null(), true);
  expect_refused<std::uint8_t>(types, packed(types, 7), 0, 4, "unused state bits");
  expect_refused<std::uint8_t>(types, packed(types, {}), 0, 3, "null and missing at once");
  expect_refused<std::uint8_t>(types, packed(types, {}), 4, 1, "slot of a field that is null or missing");
  expect_refused<std::uint8_t>(types, packed(types, 7), 1, 1, "padding of a record");
}

TEST(StructureRules, ReferencesLeadToObjects) {
  const value text = std::string(300, 't');
  expect_refused<std::uint32_t>(field_type::text(), text, 0, 99, "reference: leads outside its cell");
  expect_refused<std::uint32_t>(field_type::text(), text, 0, 0x80000002, "reference: leads outside its cell of 0");
  expect_refused<std::uint32_t>(field_type::text(), text, 0, 0x80000000, "reference: leads outside its cell");
  expect_refused<std::uint32_t>(field_type::text(), text, 0, 1, "object: others refer to it as one of another type");
  expect_refused<std::uint32_t>(field_type::decimal(), decimal::from_text("12"), 0, 0, "decimal: has no object");
  expect_refused<std::uint32_t>(field_type::text(), text, 0, 0, "between objects: expected a zero");
  expect_refused<std::uint8_t>(field_type::text(), "abc", 13, 1, "padding behind an object");
  expect_refused<std::uint8_t>(field_type::text(), text, 5, 1, "padding behind a record");
}

TEST(StructureRules, LengthsAreCanonical) {
  expect_refused<std::uint16_t>(field_type::text(), std::string(300, 't'), 9, 252, "has a shorter form");
  expect_refused<std::uint32_t>(field_type::bytes(), value::bytes(cell_bytes(70000)), 9, 65535, "has a shorter form");
  expect_refused<std::uint16_t>(field_type::text(), std::string(300, 't'), 9, 400, "reach beyond its cell");
  expect_refused<std::uint8_t>(field_type::text(), "abc", 8, 0, "text: an object without bytes");
  expect_refused<std::uint64_t>(field_type::list(field_type::int8()), counted(value_kind::list, 3), 8, 0,
                                "list: an object without elements");
  expect_refused<std::uint64_t>(field_type::list(field_type::int8()), counted(value_kind::list, 3), 8, UINT64_MAX,
                                "reach beyond its cell");
  expect_refused<std::uint8_t>(field_type::text(), "abc", 9, 0xC0, "text: it is not UTF-8");
}

TEST(StructureRules, DecimalsAreDigits) {
  const value number = decimal::from_text("123");
  expect_refused<std::uint8_t>(field_type::decimal(), number, 20, 0x1A, "decimal: not a digit");
  expect_refused<std::uint8_t>(field_type::decimal(), number, 20, 0x02, "decimal: a zero in front");
  expect_refused<std::uint8_t>(field_type::decimal(), number, 21, 0x31, "decimal: expected a zero behind");
  expect_refused<std::uint32_t>(field_type::decimal(), number, 16, 99 << 3, "reach beyond its cell");
}

TEST(StructureRules, ArraysHaveTheirShape) {
  const std::vector<double> numbers(8, 0.5);
  const value array = nd_array::of(std::span(numbers), {2, 4});
  expect_refused<std::uint8_t>(field_type::array(), array, 40, 10, "have no size of 8");
  expect_refused<std::uint8_t>(field_type::array(), array, 41, 65, "more than 64 dimensions");
  expect_refused<std::uint16_t>(field_type::array(), array, 42, 1, "array: expected two zeros");
  expect_refused<std::uint64_t>(field_type::array(), array, 48, UINT64_MAX, "larger than 2^64 bytes");
  expect_refused<std::uint64_t>(field_type::array(), array, 48, 3, "reach beyond its cell");
}

TEST(StructureRules, DataOf64BytesAreAligned) {
  const schema types = of(field_type::buffer());
  cell_bytes cell(8 + 8 + 64);
  store_little<std::uint32_t>(mutable_bytes_view(cell), 0, 2);
  store_little<std::uint64_t>(mutable_bytes_view(cell), 8, 63);
  expect_refused<std::uint64_t>(types, cell, 8, 64, "buffer: it does not begin at a multiple of 64");
}

TEST(StructureRules, ElementsAndTheirNullBits) {
  const auto items = value::list({value(1), value(), value(3)});
  const auto type = field_type::list(field_type::int8().or_null());
  expect_refused<std::uint8_t>(type, items, 19, 0x0A, "unused null bits");
  expect_refused<std::uint8_t>(type, items, 17, 1, "slot of an element that is null");
  expect_refused<std::uint8_t>(field_type::list(field_type::boolean()), value::list({value(true), value(false)}), 17, 3,
                               "boolean: expected 0 or 1");
  expect_refused<std::uint8_t>(field_type::dict(field_type::int8(), field_type::int8()),
                               value::dict({{value(1), value(2)}}), 17, 1, "dict, behind its keys");
}

TEST(StructureRules, SetsAndDictsHaveEachKeyOnceAndTheRightIndex) {
  const auto type = field_type::set(field_type::int8());
  expect_refused<std::uint8_t>(type, counted(value_kind::set, 3), 17, 0, "two of its keys are the same");
  const value ten = counted(value_kind::set, 10);  // slots at 16, index at 32
  expect_refused<std::uint8_t>(type, ten, 26, 1, "padding before an index");
  expect_refused<std::uint32_t>(type, ten, 36, 10, "an entry is not that of its element");
  expect_refused<std::uint8_t>(type, ten, 16, 77, "an entry is not that of its element");
  const schema types = of(type);
  cell_bytes cell = packed(types, ten);
  const auto first = load_little<std::uint64_t>(cell, 32);
  expect_refused<std::uint64_t>(types, cell, 40, first, "its entries are not in order");
  const auto dict = field_type::dict(field_type::text(), field_type::int8());
  expect_refused<std::uint8_t>(dict, value::dict({{value("a"), value(1)}, {value("b"), value(2)}}), 41, 'a',
                               "two of its keys are the same");
}

TEST(StructureRules, ValuesOfAnySayWhatTheyAre) {
  const auto any = field_type::any();
  expect_refused<std::uint8_t>(any, 7, 0, 2, "kind does not exist: found 2");
  expect_refused<std::uint8_t>(any, 7, 0, 9, "an uint64 that int64 holds");
  expect_refused<std::uint8_t>(any, 7, 1, 5, "a kind of elements, but it has none");
  expect_refused<std::uint8_t>(any, 7, 2, 5, "expected two zeros");
  expect_refused<std::uint8_t>(any, 7, 4, 5, "value: expected a zero");
  expect_refused<std::uint8_t>(any, value(), 9, 5, "value: a null");
  expect_refused<std::uint8_t>(any, true, 8, 2, "boolean: expected 0 or 1");
  expect_refused<std::int64_t>(any, date(1), 8, INT64_MAX, "its days do not fit 32 bits");
  expect_refused<std::int32_t>(any, datetime{1, 60, true, false}, 4, 240, "datetime: an offset of 60 s");
  expect_refused<std::uint8_t>(any, counted(value_kind::list, 3), 1, 25, "elements of such a kind do not exist");
  const auto other = value::record("other", {{"n", 5}, {"b", true}});
  expect_refused<std::uint32_t>(any, other, 4, 2, "record: its type does not exist: found 2");
  expect_refused<std::uint64_t>(any, other, 8, 0, "record: has no object");
  const schema keys = of(field_type::set(any));
  cell_bytes cell(8 + 8 + 16);
  store_little<std::uint32_t>(mutable_bytes_view(cell), 0, 2);
  store_little<std::uint64_t>(mutable_bytes_view(cell), 8, 1);
  expect_refused<std::uint16_t>(keys, cell, 16, 0x0214, "cannot be a key");
}

}  // namespace memosaic::structure_rules_test
