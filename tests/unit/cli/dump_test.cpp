// SPDX-License-Identifier: Apache-2.0
#include "cli/dump.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "cli/hex_rows.hpp"
#include "support/captured_console.hpp"
#include "support/filled_pipe.hpp"
#include "support/temporary_file.hpp"

namespace dump_test {
using namespace memosaic;
using namespace memosaic::literals;
using cli::dump_options;
using cli::exit_code;

std::string dumped(dump_options options, const std::string& path) {
  options.file = path;
  test::captured_console console;
  EXPECT_EQ(cli::dump(options, console.with()), exit_code::yes);
  return console.answer();
}

// Row after row; one that repeats the row before is a star, and one star stands for many.
std::string expected_dump(bytes_view bytes, std::uint64_t origin, std::size_t width, bool squeeze) {
  cli::row_layout layout;
  layout.width = width;
  const cli::hex_rows rows(layout);
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += width) {
    const bytes_view row = bytes.subspan(at, std::min(width, bytes.size() - at));
    const bool repeats = at > 0 && row.size() == width &&
                         std::equal(row.begin(), row.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at - width));
    if (squeeze && repeats) {
      if (!text.ends_with("*\n")) text += "*\n";
      continue;
    }
    std::string line(rows.longest_row(), '#');
    line.resize(static_cast<std::size_t>(rows.write(line.data(), origin + at, row) - line.data()));
    text += line;
  }
  if (bytes.empty()) return text;
  std::string end = cli::hex_number(origin + bytes.size()).substr(2);
  return text + std::string(8 - end.size(), '0') + end + "\n";
}

TEST(Dump, IsRowAfterRow) {
  std::mt19937_64 random(29);
  for (int i = 0; i < 300; ++i) {
    std::vector<std::byte> bytes(random() % 200);
    const auto kinds = 1 + random() % 3;
    for (auto& byte : bytes) byte = static_cast<std::byte>(random() % 40 == 0 ? random() % kinds : 0);
    dump_options options;
    options.width = 1 + random() % 20;
    options.squeeze = random() % 3 != 0;
    const test::temporary_file stored(bytes);
    const std::size_t start = random() % (bytes.size() + 1);
    if (random() % 2 == 0) options.range.start = start;
    const auto expected = expected_dump(bytes_view(bytes).subspan(options.range.start), options.range.start,
                                        *options.width, options.squeeze);
    ASSERT_EQ(dumped(options, stored.path()), options.range.start == bytes.size() ? "" : expected);
    const test::filled_pipe pipe(bytes);
    ASSERT_EQ(dumped(options, pipe.path()), options.range.start == bytes.size() ? "" : expected);
  }
}

TEST(Dump, LongInputsInPiecesAndBatchesAreTheSameRows) {
  auto bytes = test::random_bytes(700001);
  std::fill(bytes.begin() + 200000, bytes.begin() + 600000, std::byte{0});
  const std::string expected = expected_dump(bytes, 0, 16, true);
  const test::temporary_file stored(bytes);
  EXPECT_EQ(dumped({}, stored.path()), expected);
  const test::filled_pipe pipe(bytes);
  EXPECT_EQ(dumped({}, pipe.path()), expected);
}

TEST(Dump, PlainIsDigitsOnly) {
  const test::temporary_file stored("\x00\x00\x00\x00\x00\x00\xff"_bytes);
  dump_options options;
  options.plain = true;
  options.width = 2;
  EXPECT_EQ(dumped(options, stored.path()), "0000\n0000\n0000\nff\n");
}

TEST(Dump, GroupsBytes) {
  const test::temporary_file stored("0123456789"_bytes);
  dump_options options;
  options.group = 4;
  options.width = 8;
  EXPECT_EQ(dumped(options, stored.path()),
            "00000000  30313233 34353637  |01234567|\n"
            "00000008  3839               |89|\n"
            "0000000a\n");
}

TEST(Dump, JsonCountsWhatItLeavesOut) {
  const test::temporary_file stored("aaaabbaa"_bytes);
  dump_options options;
  options.width = 2;
  options.form = cli::answer_form::json;
  const auto answer = nlohmann::json::parse(dumped(options, stored.path()));
  EXPECT_EQ(answer["rows"], nlohmann::json::parse(R"([
      {"offset": 0, "offset_hex": "0x0", "hex": "6161", "repeated": 1},
      {"offset": 4, "offset_hex": "0x4", "hex": "6262"},
      {"offset": 6, "offset_hex": "0x6", "hex": "6161"}])"));
  EXPECT_EQ(answer["end"], 8);
}

}  // namespace dump_test
