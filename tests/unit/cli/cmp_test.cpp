// SPDX-License-Identifier: Apache-2.0
#include "cli/cmp.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/input.hpp"
#include "cli/trouble.hpp"
#include "support/captured_console.hpp"
#include "support/filled_pipe.hpp"
#include "support/temporary_file.hpp"

namespace cmp_test {
using namespace memosaic;
using namespace memosaic::literals;
using cli::cmp_options;
using cli::exit_code;

std::string answer_to(cmp_options options, bytes_view first, bytes_view second, exit_code expected) {
  const test::temporary_file a(first);
  const test::temporary_file b(second);
  options.first = a.path();
  options.second = b.path();
  test::captured_console console;
  EXPECT_EQ(cli::cmp(options, console.with()), expected);
  std::string text = console.answer();
  for (const auto& [path, name] : {std::pair(options.first, "A"), std::pair(options.second, "B")}) {
    for (std::size_t at; (at = text.find(path)) != std::string::npos;) text.replace(at, path.size(), name);
  }
  return text;
}

TEST(Cmp, TellsTheFirstDifference) {
  EXPECT_EQ(answer_to({}, "abc"_bytes, "abc"_bytes, exit_code::yes), "");
  EXPECT_EQ(answer_to({}, ""_bytes, ""_bytes, exit_code::yes), "");
  EXPECT_EQ(answer_to({}, "abcdefghijklmnopqXs"_bytes, "abcdefghijklmnopq\xffs"_bytes, exit_code::no),
            "A B differ: 0x11 (17) 0x58 0xff\n");
  EXPECT_EQ(answer_to({}, "abc"_bytes, "abcd"_bytes, exit_code::no), "A B differ: A ends at 0x3 (3), B goes on\n");
  EXPECT_EQ(answer_to({}, "a"_bytes, ""_bytes, exit_code::no), "A B differ: B ends at 0x0 (0), A goes on\n");
}

TEST(Cmp, TellsTheLastDifferenceWithTheEndsAligned) {
  cmp_options options;
  options.last = true;
  EXPECT_EQ(answer_to(options, "XbXd"_bytes, "abcd"_bytes, exit_code::no), "A B differ: 0x2 (2) 0x58 0x63\n");
  EXPECT_EQ(answer_to(options, "aXc"_bytes, "xxabc"_bytes, exit_code::no),
            "A B differ: 0x1 (1) and 0x3 (3) 0x58 0x62\n");
  EXPECT_EQ(answer_to(options, "bc"_bytes, "abc"_bytes, exit_code::no),
            "A B differ: all of A is the end of B, which has 1 more bytes before it\n");
  EXPECT_EQ(answer_to(options, "abc"_bytes, "abc"_bytes, exit_code::yes), "");
}

TEST(Cmp, LooksOnlyAtTheRange) {
  cmp_options options;
  options.range = {1, 3};
  EXPECT_EQ(answer_to(options, "XbcX"_bytes, "abcd"_bytes, exit_code::yes), "");
  options.range = {1, std::nullopt};
  EXPECT_EQ(answer_to(options, "XbcX"_bytes, "abcd"_bytes, exit_code::no), "A B differ: 0x3 (3) 0x58 0x64\n");
  options.last = true;
  EXPECT_EQ(answer_to(options, "XbX."_bytes, "abc."_bytes, exit_code::no), "A B differ: 0x2 (2) 0x58 0x63\n");
}

TEST(Cmp, QuietIsQuiet) {
  cmp_options options;
  options.quiet = true;
  EXPECT_EQ(answer_to(options, "a"_bytes, "b"_bytes, exit_code::no), "");
  EXPECT_EQ(answer_to(options, "a"_bytes, "ab"_bytes, exit_code::no), "");
  EXPECT_EQ(answer_to(options, "a"_bytes, "a"_bytes, exit_code::yes), "");
}

TEST(Cmp, StreamsAreComparedAsFilesAre) {
  auto bytes = test::random_bytes(600000);
  const test::filled_pipe one(bytes);
  const test::filled_pipe two(bytes);
  bytes[262144] ^= std::byte{1};
  const test::filled_pipe changed(bytes);
  cmp_options options;
  options.first = one.path();
  options.second = two.path();
  test::captured_console equal;
  EXPECT_EQ(cli::cmp(options, equal.with()), exit_code::yes);

  const test::temporary_file stored(bytes);
  options.first = stored.path();
  options.second = changed.path();
  test::captured_console mixed;
  EXPECT_EQ(cli::cmp(options, mixed.with()), exit_code::yes);
  options.first = options.second = "-";
  EXPECT_THROW(static_cast<void>(cli::cmp(options, mixed.with())), cli::trouble);
}

TEST(Cmp, FilesOfSeveralPiecesAreComparedToTheEnd) {
  constexpr std::size_t size = (std::size_t{64} << 20U) + 5;
  test::temporary_file a("x"_bytes);
  test::temporary_file b("y"_bytes);
  std::filesystem::resize_file(a.path(), size);
  std::filesystem::resize_file(b.path(), size);
  const auto answer = [&](bool last, cli::memory_budget budget = std::nullopt) {
    cmp_options options;
    options.budget = budget;
    options.first = a.path();
    options.second = b.path();
    options.last = last;
    test::captured_console console;
    EXPECT_EQ(cli::cmp(options, console.with()), exit_code::no);
    return console.answer().substr(a.path().string().size() + b.path().string().size() + 2);
  };
  EXPECT_EQ(answer(true), "differ: 0x0 (0) 0x78 0x79\n");
  EXPECT_EQ(answer(true, cli::least_budget), "differ: 0x0 (0) 0x78 0x79\n");
  b.write_at(size - 2, "z"_bytes);
  b.write_at(0, "x"_bytes);
  EXPECT_EQ(answer(false), "differ: 0x4000003 (67108867) 0x00 0x7a\n");
  EXPECT_EQ(answer(false, cli::least_budget), "differ: 0x4000003 (67108867) 0x00 0x7a\n");
}

TEST(Cmp, JsonNamesTheKind) {
  cmp_options options;
  options.form = cli::answer_form::json;
  const auto answer = nlohmann::json::parse(answer_to(options, "aX"_bytes, "ab"_bytes, exit_code::no));
  EXPECT_EQ(answer, nlohmann::json::parse(R"({"schema": "memosaic.cmp/1", "first": "A", "second": "B", "equal": false,
      "from": "start", "kind": "different", "first_offset": 1, "first_offset_hex": "0x1", "second_offset": 1,
      "second_offset_hex": "0x1", "first_byte": 88, "second_byte": 98})"));
}

}  // namespace cmp_test
