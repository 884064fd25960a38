// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/diff.hpp"
#include "cli/input.hpp"
#include "support/captured_console.hpp"
#include "support/filled_pipe.hpp"
#include "support/temporary_file.hpp"

namespace diff_output_test {
using namespace memosaic;
using namespace memosaic::literals;
using cli::diff_options;
using cli::exit_code;

struct two_files {
  two_files(bytes_view first, bytes_view second) : a(first), b(second) {
    options.first = a.path();
    options.second = b.path();
  }

  // The answer with the names of the files made short.
  std::string answer(exit_code expected) {
    test::captured_console console;
    EXPECT_EQ(cli::diff(options, console.with()), expected);
    std::string text = console.answer();
    for (const auto& [path, name] : {std::pair(options.first, "A"), std::pair(options.second, "B")}) {
      for (std::size_t at; (at = text.find(path)) != std::string::npos;) text.replace(at, path.size(), name);
    }
    return text;
  }

  test::temporary_file a;
  test::temporary_file b;
  diff_options options;
};

TEST(DiffOutput, ShowsBothSidesOfEachRun) {
  two_files files("0123456789"_bytes, "01xy456z89"_bytes);
  EXPECT_EQ(files.answer(exit_code::no),
            "0x2:+2  32 33  |23|  ->  78 79  |xy|\n"
            "0x7:+1  37  |7|  ->  7a  |z|\n"
            "A B differ: 2 runs, 3 bytes changed\n");
  files.options.gap = 4;
  EXPECT_EQ(files.answer(exit_code::no),
            "0x2:+6  32 33 34 35 36 37  |234567|  ->  78 79 34 35 36 7a  |xy456z|\n"
            "A B differ: 1 run, 6 bytes changed\n");
  files.options.shown_bytes = 2;
  EXPECT_EQ(files.answer(exit_code::no),
            "0x2:+6  32 33 ...  |23|  ->  78 79 ...  |xy|\n"
            "A B differ: 1 run, 6 bytes changed\n");
}

TEST(DiffOutput, SaysWhatOnlyOneFileHas) {
  two_files files("abc"_bytes, "abcDEF"_bytes);
  EXPECT_EQ(files.answer(exit_code::no),
            "0x3:+3  only in B  44 45 46  |DEF|\n"
            "A B differ: 1 run, 0 bytes changed; B has 3 bytes more\n");
  files.options.summary = true;
  EXPECT_EQ(files.answer(exit_code::no), "A B differ: 1 run, 0 bytes changed; B has 3 bytes more\n");
}

TEST(DiffOutput, FromTheEndAlignsTheEnds) {
  two_files files("abcX"_bytes, "..abcY"_bytes);
  files.options.from_end = true;
  EXPECT_EQ(files.answer(exit_code::no),
            "0x0:+2  only in B  2e 2e  |..|\n"
            "0x3:+1 (0x5 in B)  58  |X|  ->  59  |Y|\n"
            "A B differ: 2 runs, 1 byte changed; B has 2 bytes more\n");
}

TEST(DiffOutput, EqualFilesAreQuiet) {
  two_files files("abc"_bytes, "abc"_bytes);
  EXPECT_EQ(files.answer(exit_code::yes), "");
  files.options.summary = true;
  EXPECT_EQ(files.answer(exit_code::yes), "A B are equal: 3 bytes\n");
}

TEST(DiffOutput, LimitsWhatIsPrintedNotWhatIsCounted) {
  two_files files("a.a.a.a"_bytes, "b.b.b.b"_bytes);
  files.options.limit = 1;
  EXPECT_EQ(files.answer(exit_code::no),
            "0x0:+1  61  |a|  ->  62  |b|\n"
            "... and 3 runs more\n"
            "A B differ: 4 runs, 4 bytes changed\n");
}

TEST(DiffOutput, RunsCrossTheBordersOfPieces) {
  constexpr std::size_t border = std::size_t{32} << 20U;  // of windows of every size
  two_files files({}, {});
  std::filesystem::resize_file(files.a.path(), border + 100);
  std::filesystem::resize_file(files.b.path(), border + 101);
  files.b.write_at(border - 1, "abc"_bytes);
  const std::string tail = "A B differ: 2 runs, 3 bytes changed; B has 1 byte more\n";
  for (const cli::memory_budget& budget : {cli::memory_budget{}, cli::memory_budget{cli::least_budget}}) {
    files.options.budget = budget;
    files.options.from_end = false;
    EXPECT_EQ(files.answer(exit_code::no),
              "0x1ffffff:+3  00 00 00  |...|  ->  61 62 63  |abc|\n0x2000064:+1  only in B  00  |.|\n" + tail);
    files.options.from_end = true;
    EXPECT_EQ(files.answer(exit_code::no),
              "0x0:+1  only in B  00  |.|\n"
              "0x1fffffe:+3 (0x1ffffff in B)  00 00 00  |...|  ->  61 62 63  |abc|\n" +
                  tail);
  }
}

TEST(DiffOutput, WhatOnlyOneHasMayBeLongerThanAWindow) {
  constexpr std::size_t longer = (std::size_t{20} << 20U) + 7;
  two_files files({}, "end"_bytes);
  files.a.write_at(longer, "end"_bytes);
  files.options.shown_bytes = 1;
  files.options.from_end = true;
  for (const cli::memory_budget& budget : {cli::memory_budget{}, cli::memory_budget{cli::least_budget}}) {
    files.options.budget = budget;
    EXPECT_EQ(files.answer(exit_code::no),
              "0x0:+20971527  only in A  00 ...  |.|\n"
              "A B differ: 1 run, 0 bytes changed; A has 20971527 bytes more\n");
  }
}

TEST(DiffOutput, StreamsAreComparedAsFilesAre) {
  auto bytes = test::random_bytes(700000);
  const test::filled_pipe pipe(bytes);
  bytes[262143] ^= std::byte{1};
  bytes[262144] ^= std::byte{1};
  bytes.push_back(std::byte{0});
  two_files files({}, bytes);
  files.options.first = pipe.path();
  files.options.form = cli::answer_form::json;
  const auto answer = nlohmann::json::parse(files.answer(exit_code::no));
  EXPECT_EQ(answer["run_count"], 2);
  EXPECT_EQ(answer["changed_bytes"], 2);
  EXPECT_EQ(answer["first_size"], 700000);
  EXPECT_EQ(answer["second_size"], 700001);
  EXPECT_EQ(answer["runs"][0]["first_offset"], 262143);
  EXPECT_EQ(answer["runs"][0]["length"], 2);
  EXPECT_EQ(answer["runs"][1]["kind"], "only_second");
  EXPECT_EQ(answer["runs"][1]["second_offset_hex"], "0xaae60");
}

}  // namespace diff_output_test
