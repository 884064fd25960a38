// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "memosaic/table/dict_view.hpp"
#include "memosaic/table/record.hpp"
#include "memosaic/table/schema.hpp"
#include "memosaic/table/sequence_view.hpp"

/// What the library that this one supersedes gets wrong, and the right answer.
namespace memosaic::table_peer_defects_test {

const schema one_any({record_type{"one", {{1, "v", field_type::any()}}}});

value round_trip(const value& content) {
  const auto packed = one_any.pack(value::record({{"v", content}}));
  return *one_any.unpack_from(packed).materialise().find("v");
}

/// A set as it is read in place, with the bytes that hold it.
struct packed_set {
  explicit packed_set(value::sequence items)
      : bytes(one_any.pack(value::record({{"v", value::set(std::move(items))}}))) {}
  [[nodiscard]] sequence_view view() const { return one_any.unpack_from(bytes)["v"].as_sequence(); }
  std::vector<std::byte> bytes;
};

TEST(TablePeerDefects, BooleansAndNumbersStayApart) {
  const value mixed = value::list({true, 1, "x"});
  EXPECT_EQ(round_trip(mixed), mixed);
  EXPECT_EQ(round_trip(value::list({true, 1})).items()[1].kind(), value_kind::int64);
  EXPECT_EQ(round_trip(value::list({1, 1.0})).items()[1].kind(), value_kind::float64);
}

TEST(TablePeerDefects, NothingIsTruncated) {
  EXPECT_EQ(round_trip(value::list({0, UINT64_MAX, "a"})).items()[1].as_uint64(), UINT64_MAX);
  const schema small({record_type{"small", {{1, "n", field_type::uint32()}}}});
  EXPECT_THROW(static_cast<void>(small.pack(value::record({{"n", (std::int64_t{1} << 32) + 5}}))), std::out_of_range);
  const schema byte({record_type{"byte", {{1, "n", field_type::int8()}}}});
  try {
    static_cast<void>(byte.pack(value::record({{"n", 300}})));
    FAIL();
  } catch (const std::out_of_range& error) {
    EXPECT_STREQ(error.what(), "n: 300 does not fit int8");
  }
}

TEST(TablePeerDefects, SetsAnswerForEveryNeedle) {
  const packed_set set({1, 2, 1000});
  EXPECT_FALSE(set.view().contains(1.5));
  EXPECT_TRUE(set.view().contains(1.0));
  EXPECT_FALSE(set.view().contains("a"));
  EXPECT_FALSE(set.view().contains(-1));
  EXPECT_FALSE(set.view().contains(true));
  EXPECT_FALSE(set.view().contains(value()));
  EXPECT_THROW(static_cast<void>(set.view().contains(value::list())), std::invalid_argument);
}

TEST(TablePeerDefects, BigSetsAnswerToo) {
  value::sequence items;
  for (int i = 0; i < 3000; ++i) items.emplace_back(i * 7);
  items.emplace_back("text");
  items.emplace_back(value::tuple({1, "a"}));
  items.emplace_back(value::set({"a", "b", "c", "d"}));
  const packed_set set(std::move(items));
  for (int i = 0; i < 3000; ++i) EXPECT_TRUE(set.view().contains(i * 7));
  EXPECT_FALSE(set.view().contains(8));
  EXPECT_TRUE(set.view().contains("text"));
  EXPECT_TRUE(set.view().contains(value::tuple({1, "a"})));
  EXPECT_FALSE(set.view().contains(value::tuple({1, "b"})));
  // The hash of a set does not depend on the order of its elements.
  EXPECT_TRUE(set.view().contains(value::set({"d", "b", "a", "c"})));
  EXPECT_FALSE(set.view().contains(value::set({"d", "b", "a"})));
}

TEST(TablePeerDefects, OneObjectInAListAndInATupleKeepsBothTypes) {
  const schema types({record_type{
      "both", {{1, "l", field_type::list(field_type::any())}, {2, "t", field_type::tuple(field_type::any())}}}});
  const value read =
      types.unpack_from(types.pack(value::record({{"l", value::list({1, 2})}, {"t", value::tuple({1, 2})}})))
          .materialise();
  EXPECT_EQ(read.find("l")->kind(), value_kind::list);
  EXPECT_EQ(read.find("t")->kind(), value_kind::tuple);
}

TEST(TablePeerDefects, FoldAndOffsetAreKept) {
  for (const datetime time : {datetime{1636248600000000, 0, false, true}, datetime{-1, -16200, true, true},
                              datetime{INT64_MIN, 86399, true, false}, datetime{}}) {
    EXPECT_EQ(round_trip(time).as_datetime(), time);
  }
  EXPECT_THROW(static_cast<void>(round_trip(datetime{0, 86400, true, false})), std::out_of_range);
}

TEST(TablePeerDefects, DecimalsOfEveryFormAreKept) {
  for (const char* const text : {"NaN", "sNaN", "-NaN77", "Infinity", "-Infinity", "-0", "0.00", "1.50", "1E+400"}) {
    EXPECT_EQ(round_trip(decimal::from_text(text)).as_decimal().to_text(), text);
  }
}

TEST(TablePeerDefects, LongListsOfSmallNumbers) {
  const value::sequence ones(std::size_t{1} << 20, value(1));
  const auto packed = one_any.pack(value::record({{"v", value::list(ones)}}));
  EXPECT_LT(packed.size(), ones.size() + 100);  // a byte each
  const auto read = one_any.unpack_from(packed)["v"].as_sequence();
  EXPECT_EQ(read.size(), ones.size());
  EXPECT_EQ(read.back().as_int64(), 1);
}

TEST(TablePeerDefects, StridedAndFortranArraysAreBroughtIntoOrder) {
  const std::vector<std::int16_t> items{1, 2, 3, 4, 5, 6};
  const std::vector<std::int64_t> fortran{2, 4};
  const auto array = nd_array::gather(bytes_of(items), 0, array_item::int16, 2, {2, 3}, fortran);
  const std::vector<std::int16_t> ordered{1, 3, 5, 2, 4, 6};
  EXPECT_EQ(array, nd_array::of(std::span<const std::int16_t>(ordered), {2, 3}));
  const std::vector<std::int64_t> backwards{-4};
  const std::vector<std::int16_t> reversed{5, 3, 1};
  EXPECT_EQ(nd_array::gather(bytes_of(items), 8, array_item::int16, 2, {3}, backwards),
            nd_array::of(std::span<const std::int16_t>(reversed)));
  EXPECT_THROW(static_cast<void>(nd_array::gather(bytes_of(items), 8, array_item::int16, 2, {4}, backwards)),
               std::out_of_range);
}

TEST(TablePeerDefects, MoreFieldsThan64) {
  record_type type{"wide", {}};
  std::vector<std::pair<std::string, value>> fields;
  for (std::uint16_t i = 1; i <= 300; ++i) {
    type.fields.push_back({i, "f" + std::to_string(i), field_type::int32().or_null()});
    fields.emplace_back("f" + std::to_string(i), i % 3 == 0 ? value() : value(i));
  }
  const schema types({type});
  const value object = value::record("wide", fields);
  EXPECT_EQ(types.unpack_from(types.pack(object)).materialise(), object);
}

TEST(TablePeerDefects, MissingIsNotNull) {
  const schema types(
      {record_type{"m", {{1, "a", field_type::int32().or_null(), true}, {2, "b", field_type::int32(), true}}}});
  const auto both = types.pack(value::record({{"a", value()}}));
  EXPECT_TRUE(types.unpack_from(both)["a"].is_null());
  EXPECT_TRUE(types.unpack_from(both)["b"].is_missing());
  EXPECT_THROW(static_cast<void>(types.unpack_from(both)["b"].as_int64()), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(types.unpack_from(both)["c"]), std::out_of_range);
  const auto none = types.pack(value::record({}));
  EXPECT_TRUE(types.unpack_from(none)["a"].is_missing());
  EXPECT_THROW(static_cast<void>(types.pack(value::record({{"c", 1}}))), std::invalid_argument);
}

}  // namespace memosaic::table_peer_defects_test
