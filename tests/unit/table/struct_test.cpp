// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "memosaic/table/schema_of.hpp"

/// Structs are described once, packed, and read in place by their members.
namespace memosaic::table_struct_test {

struct leg {
  std::int32_t quantity = 0;
  std::string venue;
};

struct trade {
  fixed_text<20> symbol;
  double price = 0;
  std::int64_t volume = 0;
  bool open = false;
  std::string note;
  std::vector<std::byte> raw;
  std::optional<std::int16_t> rank;
  std::vector<leg> legs;
  std::set<std::int32_t> flags;
  std::map<std::string, double> fees;
  std::vector<std::optional<std::string>> tags;
  std::shared_ptr<leg> first;
  std::shared_ptr<leg> second;
  date day;
  datetime time;
  decimal exact;
  nd_array grid = nd_array::of(std::span<const double>());
  value extra;
  std::optional<double> bonus;
};

struct old_trade {
  fixed_text<12> symbol;
  float price = 0;
  std::int32_t volume = 0;
};

struct new_trade {
  std::string symbol;
  double cost = 0;
  std::int64_t volume = 0;
  std::optional<std::string> note;
  std::int32_t lots = 0;
  std::string currency;
};

struct wrong_trade {
  std::string symbol;
  std::int32_t price = 0;
};

struct node {
  int number = 0;
  std::shared_ptr<node> next;
};

}  // namespace memosaic::table_struct_test

namespace memosaic {

using namespace table_struct_test;

template <>
struct description<leg> {
  static constexpr auto fields =
      memosaic::fields("leg", field(1, "quantity", &leg::quantity), field(2, "venue", &leg::venue));
};
template <>
struct description<trade> {
  static constexpr auto fields = memosaic::fields(
      "trade", field(1, "symbol", &trade::symbol).key(), field(2, "price", &trade::price),
      field(3, "volume", &trade::volume), field(4, "open", &trade::open), field(5, "note", &trade::note),
      field(6, "raw", &trade::raw), field(7, "rank", &trade::rank), field(8, "legs", &trade::legs),
      field(9, "flags", &trade::flags), field(10, "fees", &trade::fees), field(11, "tags", &trade::tags),
      field(12, "first", &trade::first), field(13, "second", &trade::second), field(14, "day", &trade::day),
      field(15, "time", &trade::time), field(16, "exact", &trade::exact), field(17, "grid", &trade::grid),
      field(18, "extra", &trade::extra), field(19, "bonus", &trade::bonus).or_missing());
};
template <>
struct description<old_trade> {
  static constexpr auto fields =
      memosaic::fields("trade", field(1, "symbol", &old_trade::symbol), field(2, "price", &old_trade::price),
                       field(3, "volume", &old_trade::volume));
};
template <>
struct description<new_trade> {
  static constexpr auto fields =
      memosaic::fields("trade", field(1, "symbol", &new_trade::symbol), field(2, "cost", &new_trade::cost),
                       field(3, "volume", &new_trade::volume), field(5, "note", &new_trade::note),
                       field(30, "lots", &new_trade::lots).since(2).otherwise(100),
                       field(31, "currency", &new_trade::currency).since(2).otherwise("EUR"));
};
template <>
struct description<wrong_trade> {
  static constexpr auto fields =
      memosaic::fields("trade", field(1, "symbol", &wrong_trade::symbol), field(2, "price", &wrong_trade::price));
};
template <>
struct description<node> {
  static constexpr auto fields =
      memosaic::fields("node", field(1, "number", &node::number), field(2, "next", &node::next));
};

}  // namespace memosaic

namespace memosaic::table_struct_test {

trade example() {
  trade made;
  made.symbol = "ABC";
  made.price = 1.5;
  made.volume = -7;
  made.open = true;
  made.note = "caf\xC3\xA9";
  made.raw = {std::byte{0}, std::byte{255}};
  made.rank = std::int16_t{-3};
  made.legs = {{1, "x"}, {2, ""}};
  for (int i = 0; i < 20; ++i) made.flags.insert(i * 5);
  for (int i = 0; i < 20; ++i) made.fees["fee" + std::to_string(i)] = i * 0.5;
  made.tags = {"a", std::nullopt, ""};
  made.first = std::make_shared<leg>(leg{9, "shared"});
  made.second = made.first;
  made.day = date(std::chrono::sys_days(std::chrono::year{2024} / 2 / 29));
  made.time = {5, -3600, true, true};
  made.exact = decimal::from_text("1.50");
  const std::vector<std::int32_t> numbers{1, 2, 3, 4, 5, 6};
  made.grid = nd_array::of(std::span<const std::int32_t>(numbers), {3, 2});
  made.extra = value::list({1, "two", true});
  return made;
}

TEST(TableStruct, MembersAreReadInPlace) {
  const auto trades = describe<trade>();
  const auto packed = trades.pack(example());
  const auto row = trades.unpack_from(packed);
  EXPECT_EQ(row[&trade::symbol], "ABC");
  EXPECT_EQ(row[&trade::price], 1.5);
  EXPECT_EQ(row[&trade::volume], -7);
  EXPECT_TRUE(row[&trade::open]);
  EXPECT_EQ(row[&trade::note], "caf\xC3\xA9");
  EXPECT_EQ(row[&trade::raw].size(), 2U);
  EXPECT_EQ(row[&trade::rank], std::int16_t{-3});
  EXPECT_EQ(row[&trade::day].days, 19782);
  EXPECT_EQ(row[&trade::time], (datetime{5, -3600, true, true}));
  EXPECT_EQ(row[&trade::exact].to_text(), "1.50");
  EXPECT_EQ(row[&trade::grid].item<std::int32_t>(5), 6);
  EXPECT_EQ(row[&trade::extra].as_sequence()[1].as_text(), "two");
  EXPECT_EQ(row[&trade::bonus], std::nullopt);
  EXPECT_TRUE(row.is_missing(&trade::bonus));
  EXPECT_TRUE(row.dynamic()["bonus"].is_missing());
}

TEST(TableStruct, ContainersAreReadInPlace) {
  const auto trades = describe<trade>();
  const auto packed = trades.pack(example());
  const auto row = trades.unpack_from(packed);
  ASSERT_EQ(row[&trade::legs].size(), 2U);
  EXPECT_EQ(row[&trade::legs][0][&leg::venue], "x");
  EXPECT_EQ(row[&trade::legs].back()[&leg::quantity], 2);
  std::int32_t sum = 0;
  for (const std::int32_t flag : row[&trade::flags]) sum += flag;
  EXPECT_EQ(sum, 950);
  EXPECT_TRUE(row[&trade::flags].contains(95));
  EXPECT_FALSE(row[&trade::flags].contains(94));
  EXPECT_EQ(row[&trade::fees].find("fee19"), 9.5);
  EXPECT_EQ(row[&trade::fees].find("fee20"), std::nullopt);
  EXPECT_EQ(row[&trade::fees][0].first, "fee0");
  EXPECT_EQ(row[&trade::tags][0], "a");
  EXPECT_EQ(row[&trade::tags][1], std::nullopt);
  EXPECT_EQ(row[&trade::tags][2], "");
  EXPECT_THROW(static_cast<void>(row[&trade::tags][3]), std::out_of_range);
}

TEST(TableStruct, SharedObjectsAreStoredOnce) {
  const auto trades = describe<trade>();
  const auto packed = trades.pack(example());
  const auto row = trades.unpack_from(packed);
  EXPECT_EQ((*row[&trade::first])[&leg::venue], "shared");
  const record all = row.dynamic();
  EXPECT_EQ(all["first"].identity(), all["second"].identity());
  const value copy = all.materialise();
  EXPECT_EQ(copy.find("first")->identity(), copy.find("second")->identity());
}

TEST(TableStruct, CirclesSurvive) {
  const auto nodes = describe<node>();
  const auto first = std::make_shared<node>(node{1, nullptr});
  first->next = std::make_shared<node>(node{2, first});
  const node root{0, first};
  const auto packed = nodes.pack(root);
  first->next = nullptr;
  const auto one = *nodes.unpack_from(packed)[&node::next];
  const auto two = *one[&node::next];
  const auto again = *two[&node::next];
  EXPECT_EQ(two[&node::number], 2);
  EXPECT_EQ(again.dynamic().data(), one.dynamic().data());
}

TEST(TableStruct, NewReadersReadOldRecords) {
  const auto old = describe<old_trade>();
  const auto packed = old.pack({"ABC", 1.5F, -7});
  const projection<new_trade> reader(old);
  const auto row = reader.unpack_from(packed);
  EXPECT_EQ(row[&new_trade::symbol], "ABC");
  EXPECT_EQ(row[&new_trade::cost], 1.5);
  EXPECT_EQ(row[&new_trade::volume], -7);
  EXPECT_EQ(row[&new_trade::note], std::nullopt);
  EXPECT_TRUE(row.is_missing(&new_trade::note));
  EXPECT_EQ(row[&new_trade::lots], 100);
  EXPECT_EQ(row[&new_trade::currency], "EUR");
}

TEST(TableStruct, WhatCannotBeReadIsRefusedWithBothTypes) {
  const auto old = describe<old_trade>();
  try {
    const projection<wrong_trade> reader(old);
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(),
                 "field 2 'price' of record type 'trade': the file has type float32, which cannot be read as int32");
  }
  EXPECT_THROW(projection<old_trade>(schema(describe<new_trade>())), std::invalid_argument);
}

}  // namespace memosaic::table_struct_test
