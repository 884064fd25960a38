// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "memosaic/table/table_numbers.hpp"
#include "memosaic/table/table_of.hpp"
#include "support/table_building.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::in_place_numbers_test {

struct page {
  std::string name;
  std::int64_t hits = 0;
  float weight = 0;
  std::uint8_t flags = 0;
};

/// A later version: another field is written in place, and hits are widened to nothing that is.
struct later_page {
  std::string title;
  double weight = 0;
  std::optional<std::int64_t> hits;
  std::int32_t votes = 0;
};

}  // namespace memosaic::in_place_numbers_test

template <>
struct memosaic::description<memosaic::in_place_numbers_test::page> {
  using page = memosaic::in_place_numbers_test::page;
  static constexpr auto fields = memosaic::fields(
      "page", memosaic::field(1, "name", &page::name).key(), memosaic::field(2, "hits", &page::hits).in_place(),
      memosaic::field(3, "weight", &page::weight).in_place(), memosaic::field(4, "flags", &page::flags).in_place());
};

template <>
struct memosaic::description<memosaic::in_place_numbers_test::later_page> {
  using page = memosaic::in_place_numbers_test::later_page;
  static constexpr auto fields = memosaic::fields(
      "page", memosaic::field(1, "title", &page::title).key(), memosaic::field(2, "hits", &page::hits),
      memosaic::field(3, "weight", &page::weight), memosaic::field(5, "votes", &page::votes).in_place().otherwise(7));
};

/// Numbers of a finished table are read, written, added to and exchanged, and everybody sees it.
namespace memosaic::in_place_numbers_test {

constexpr int count = 5000;

void build(const std::filesystem::path& path) {
  table_builder_of<page> builder({.memory_limit = 4096, .threads = 2, .insertion_order = true});
  for (int i = 0; i < count; ++i) {
    builder.add({"p" + std::to_string(i), i * 10, static_cast<float>(i) / 2, static_cast<std::uint8_t>(i)});
  }
  builder.finish(path);
}

TEST(InPlaceNumbers, AreReadWhereverTheyLie) {
  const test::temporary_file place;
  build(place.path());
  const table_of<page> pages(table::open(place.path(), open_level::verified));
  ASSERT_EQ(pages.size(), std::uint64_t{count});
  EXPECT_EQ(pages.table().container().find(section_type::numbers)->length, std::uint64_t{count} * 16);
  for (int i = 0; i < count; ++i) {
    const auto row = pages.get("p" + std::to_string(i));
    ASSERT_TRUE(row);
    ASSERT_EQ((*row)[&page::hits], i * 10);
    ASSERT_EQ((*row)[&page::weight], static_cast<float>(i) / 2);
    ASSERT_EQ((*row)[&page::flags], static_cast<std::uint8_t>(i));
    ASSERT_EQ(row->dynamic()["hits"].as_int64(), i * 10);
    ASSERT_EQ(*row->dynamic().materialise().find("weight"), value(i * 0.5));
  }
  int at = 0;
  for (const record each : pages.table().in_insertion_order()) ASSERT_EQ(each["hits"].as_int64(), 10 * at++);
}

TEST(InPlaceNumbers, WhatIsWrittenIsSeenByAll) {
  const test::temporary_file place;
  const auto path = place.path();
  build(path);
  const table_of<page> others(table::open(path));
  const auto before = others.table().container().header().content_id;
  {
    const table_numbers numbers(path);
    const table_of<page> pages(numbers.table());
    const auto row = pages.get("p77");
    const auto hits = numbers.at(*row, &page::hits);
    EXPECT_EQ(hits.load(), 770);
    EXPECT_EQ(hits.add(-1000), 770);
    EXPECT_EQ((*row)[&page::hits], -230);
    EXPECT_EQ((*others.get("p77"))[&page::hits], -230);
    std::int64_t expected = 1;
    EXPECT_FALSE(hits.compare_exchange(expected, 5));
    EXPECT_EQ(expected, -230);
    EXPECT_TRUE(hits.compare_exchange(expected, 5));
    EXPECT_EQ(others.get("p77")->dynamic()["hits"].as_int64(), 5);
    const auto weight = numbers.at<float>(row->dynamic(), "weight");
    EXPECT_EQ(weight.add(0.25F), 38.5F);
    weight.store(-weight.load());
    EXPECT_EQ((*others.get("p77"))[&page::weight], -38.75F);
    const auto flags = numbers.at<std::uint8_t>(row->dynamic(), 3);
    EXPECT_EQ(flags.add(250), 77);
    EXPECT_EQ((*others.get("p77"))[&page::flags], (77 + 250) % 256);
    EXPECT_EQ((*others.get("p76"))[&page::flags], 76);
    numbers.check();
    numbers.flush();
  }
  const table again = table::open(path, open_level::verified);
  EXPECT_EQ((*again.get("p77"))["hits"].as_int64(), 5);
  EXPECT_EQ(again.container().header().content_id, before);
}

TEST(InPlaceNumbers, OtherVersionsReadThem) {
  const test::temporary_file place;
  build(place.path());
  const table_numbers numbers(place.path());
  const table_of<later_page> pages(numbers.table());
  const auto row = pages.get("p40");
  numbers.at<std::int64_t>(row->dynamic(), "hits").store(41);
  EXPECT_EQ((*row)[&later_page::hits], 41);
  EXPECT_EQ((*row)[&later_page::weight], 20.0);
  EXPECT_EQ((*row)[&later_page::votes], 7);
  EXPECT_THROW(static_cast<void>(numbers.at(*row, &later_page::votes)), std::out_of_range);
  EXPECT_THROW(static_cast<void>(numbers.at(*row, &later_page::weight)), std::invalid_argument);
}

TEST(InPlaceNumbers, PackedAloneTheyAreInTheCell) {
  const auto pages = describe<page>();
  const auto packed = pages.pack({"alone", -3, 0.5F, 9});
  const auto row = pages.unpack_from(packed);
  EXPECT_EQ(row[&page::hits], -3);
  EXPECT_EQ(row[&page::flags], 9);
  EXPECT_EQ(row.dynamic()["weight"].as_float64(), 0.5);
  EXPECT_EQ(pages.schema::pack(row.dynamic().materialise()), packed);
  std::vector<std::byte> odd(packed.size() + 1);
  EXPECT_EQ(pages.pack_into({"alone", -3, 0.5F, 9}, odd, 1), odd.size());
  EXPECT_EQ(pages.unpack_from(odd, 1)[&page::hits], -3);
}

TEST(InPlaceNumbers, ATableAtAnOddAddressIsReadToo) {
  table_builder_of<page> builder;
  builder.add({"a", 123456789012, 1.5F, 3});
  container_memory sink;
  builder.finish_to(sink);
  std::vector<std::byte> odd(1);
  odd.insert(odd.end(), sink.bytes().begin(), sink.bytes().end());
  const table_of<page> pages(table::open(view(bytes_view(odd).subspan(1), unowned), open_level::verified));
  EXPECT_EQ((*pages.get("a"))[&page::hits], 123456789012);
  EXPECT_EQ((*pages.get("a"))[&page::weight], 1.5F);
}

}  // namespace memosaic::in_place_numbers_test
