// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "memosaic/table/table_of.hpp"
#include "support/table_building.hpp"

namespace memosaic::table_of_test {

struct trade {
  fixed_text<12> symbol;
  double price = 0;
  std::int64_t volume = 0;
};

struct trade_to_come {
  fixed_text<20> name;
  double price = 0;
  std::int64_t volume = 0;
  std::int32_t lots = 0;
};

}  // namespace memosaic::table_of_test

template <>
struct memosaic::description<memosaic::table_of_test::trade> {
  using trade = memosaic::table_of_test::trade;
  static constexpr auto fields =
      memosaic::fields("trade", memosaic::field(1, "symbol", &trade::symbol).key(),
                       memosaic::field(2, "price", &trade::price), memosaic::field(3, "volume", &trade::volume));
};

template <>
struct memosaic::description<memosaic::table_of_test::trade_to_come> {
  using trade = memosaic::table_of_test::trade_to_come;
  static constexpr auto fields = memosaic::fields(
      "trade", memosaic::field(1, "name", &trade::name).key(), memosaic::field(2, "price", &trade::price),
      memosaic::field(3, "volume", &trade::volume), memosaic::field(4, "lots", &trade::lots).otherwise(12));
};

/// Structs go into a table and are read by their members, by this version and a later one.
namespace memosaic::table_of_test {

TEST(TableOf, RowsAreReadByMembers) {
  table_builder_of<trade> builder;
  for (int i = 0; i < 1000; ++i) builder.add({"T" + std::to_string(i), i * 0.5, i});
  EXPECT_EQ(builder.size(), 1000U);
  container_memory sink;
  builder.finish_to(sink);
  const table_of<trade> trades(test::opened(sink.bytes()));
  ASSERT_EQ(trades.size(), 1000U);
  for (int i = 0; i < 1000; ++i) {
    const auto row = trades.get("T" + std::to_string(i));
    ASSERT_TRUE(row);
    ASSERT_EQ((*row)[&trade::price], i * 0.5);
    ASSERT_EQ((*row)[&trade::volume], i);
  }
  EXPECT_FALSE(trades.contains("T1000"));
  EXPECT_EQ(trades(trades.table()[3])[&trade::symbol], trades[3][&trade::symbol]);
  const table_of<trade_to_come> later(trades.table());
  EXPECT_EQ((*later.get("T7"))[&trade_to_come::lots], 12);
  EXPECT_EQ((*later.get("T7"))[&trade_to_come::name], "T7");
}

}  // namespace memosaic::table_of_test
