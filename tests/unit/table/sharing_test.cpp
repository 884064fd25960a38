// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "memosaic/table/record.hpp"
#include "memosaic/table/schema.hpp"
#include "memosaic/table/sequence_view.hpp"

/// What was one value is stored once and read back as one; circles close.
namespace memosaic::table_sharing_test {

const schema graph({record_type{"node",
                                {{1, "name", field_type::text()},
                                 {2, "links", field_type::list(field_type::record(0))},
                                 {3, "other", field_type::any()}}}});

TEST(TableSharing, OneTextIsStoredOnce) {
  const value text(std::string(1000, 'x'));
  const auto packed =
      graph.pack(value::record({{"name", text}, {"links", value::list()}, {"other", value::list({text, text})}}));
  EXPECT_LT(packed.size(), 1200U);
  const value read = graph.unpack_from(packed).materialise();
  const auto& items = read.find("other")->items();
  EXPECT_EQ(items[0].identity(), items[1].identity());
  EXPECT_EQ(read.find("name")->identity(), items[0].identity());
}

TEST(TableSharing, EqualButSeparateValuesStaySeparate) {
  const value object = value::record(
      {{"name", "n"}, {"links", value::list()}, {"other", value::list({value::list({1}), value::list({1})})}});
  const value read = graph.unpack_from(graph.pack(object)).materialise();
  const auto& items = read.find("other")->items();
  EXPECT_EQ(items[0], items[1]);
  EXPECT_NE(items[0].identity(), items[1].identity());
}

TEST(TableSharing, AListSharedByATypedFieldAndAnyIsOne) {
  const schema types(
      {record_type{"both", {{1, "typed", field_type::list(field_type::int8())}, {2, "free", field_type::any()}}}});
  const value shared = value::list({1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  const auto packed = types.pack(value::record({{"typed", shared}, {"free", shared}}));
  const record read = types.unpack_from(packed);
  EXPECT_EQ(read["typed"].identity(), read["free"].identity());
  const value copy = read.materialise();
  EXPECT_EQ(copy.find("typed")->identity(), copy.find("free")->identity());
}

TEST(TableSharing, CirclesOfRecordsAndLists) {
  const value first = value::record({{"name", "first"}, {"links", value::list()}, {"other", value::list()}});
  const value second = value::record({{"name", "second"}, {"links", value::list({first})}, {"other", value()}});
  first.find("links")->items().push_back(second);
  first.find("links")->items().push_back(first);
  const value loop = *first.find("other");
  loop.items().push_back(loop);

  const auto packed = graph.pack(first);
  const value read = graph.unpack_from(packed).materialise();
  EXPECT_EQ(read, first);
  EXPECT_EQ(read.find("links")->items()[1].identity(), read.identity());
  EXPECT_EQ(read.find("links")->items()[0].find("links")->items()[0].identity(), read.identity());
  EXPECT_EQ(read.find("other")->items()[0].identity(), read.find("other")->identity());

  first.dismantle();  // or the leak checker finds the circles
  read.dismantle();
  EXPECT_EQ(loop.items().size(), 0U);
}

TEST(TableSharing, WhatIsNestedTooDeepIsRefusedOnBothSides) {
  value deep = value::list({1});
  for (int i = 0; i < 400; ++i) deep = value::list({deep, "x"});
  EXPECT_THROW(static_cast<void>(graph.pack(value::record({{"name", "n"}, {"links", value::list()}, {"other", deep}}))),
               std::length_error);
}

}  // namespace memosaic::table_sharing_test
