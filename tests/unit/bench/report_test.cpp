// SPDX-License-Identifier: Apache-2.0
#include "harness/report.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace memosaic::bench::report_test {

std::vector<row> some_rows() {
  std::vector<row> rows{
      measured_row({"bytes", "find, 1 byte, 1 MiB", "GB/s", "one-stream read"}, better::larger, 97.123, 100, 0.95),
      missing_row({"bytes", "Python, \"equal\", 1 MiB", "GB/s", "Python"}, 10, "no python3\nhere")};
  for (const int size : {1, 7, 64, 1'000}) {
    rows.push_back(
        measured_row({"bytes", "fill, pattern of " + std::to_string(size) + " bytes, 1 MiB", "GB/s", "memset"},
                     better::larger, 50 + size % 10, 50, 0.9));
  }
  return rows;
}

TEST(BenchReport, JsonIsAnArrayOfObjectsWithTheNineKeys) {
  const auto parsed = nlohmann::json::parse(to_json(some_rows()));
  ASSERT_TRUE(parsed.is_array());
  ASSERT_EQ(parsed.size(), some_rows().size());
  for (const char* key : {"suite", "name", "unit", "value", "peer", "peer_value", "ratio", "target", "met"}) {
    for (const auto& object : parsed) EXPECT_TRUE(object.contains(key)) << key;
  }
  EXPECT_TRUE(parsed[1]["value"].is_null());
  EXPECT_EQ(parsed[1]["reason"], "no python3\nhere");
  EXPECT_TRUE(nlohmann::json::parse(to_json({})).empty());
}

TEST(BenchReport, JsonComesBackUnchanged) {
  const std::vector<row> rows = some_rows();
  const std::vector<row> again = from_json(to_json(rows));
  EXPECT_EQ(to_json(again), to_json(rows));
  EXPECT_EQ(*again[0].value, 97.123);
  EXPECT_TRUE(again[0].met);
}

TEST(BenchReport, WhatIsNoReportIsRefused) {
  for (const char* text : {"", "{}", "[1]", "[{\"suite\": \"bytes\"}]", "[{]"}) {
    EXPECT_THROW(static_cast<void>(from_json(text)), std::invalid_argument) << text;
  }
}

TEST(BenchReport, TableShowsLosersAndOnlyTheExtremesOfShortFills) {
  const std::string table = to_markdown(some_rows());
  EXPECT_NE(table.find("| find | memosaic |"), std::string::npos);
  EXPECT_NE(table.find("**no** (no python3"), std::string::npos);
  EXPECT_NE(table.find("pattern of 1 bytes, 1 MiB (worst of 1-64)"), std::string::npos);
  EXPECT_NE(table.find("pattern of 7 bytes, 1 MiB (best of 1-64)"), std::string::npos);
  EXPECT_EQ(table.find("pattern of 64 bytes"), std::string::npos);
  EXPECT_NE(table.find("pattern of 1000 bytes"), std::string::npos);
}

TEST(BenchReport, TextStaysWithin120Columns) {
  for (const row& one : some_rows()) {
    const std::string line = text_line(one);
    EXPECT_LE(line.substr(0, line.find('\n')).size(), 120U) << line;
  }
}

}  // namespace memosaic::bench::report_test
