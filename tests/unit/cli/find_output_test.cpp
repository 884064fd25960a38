// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "cli/find.hpp"
#include "support/captured_console.hpp"
#include "support/filled_pipe.hpp"
#include "support/temporary_file.hpp"

namespace find_output_test {
using namespace memosaic;
using namespace memosaic::literals;
using cli::exit_code;
using cli::find_options;
using nlohmann::json;

find_options looking_for(std::string_view needle, std::vector<std::string> files) {
  find_options options;
  const auto bytes = bytes_of(needle);
  options.needle.assign(bytes.begin(), bytes.end());
  options.files = std::move(files);
  return options;
}

TEST(FindOutput, IsPathAndOffset) {
  const test::temporary_file stored("xABxxABx"_bytes);
  const std::string path = stored.path();
  test::captured_console console;
  EXPECT_EQ(cli::find(looking_for("AB", {path}), console.with()), exit_code::yes);
  EXPECT_EQ(console.answer(), path + ":0x1\n" + path + ":0x5\n");
}

TEST(FindOutput, AFileThatCannotBeReadDoesNotStopTheOthers) {
  const test::temporary_file stored("AB"_bytes);
  const std::string path = stored.path();
  test::captured_console console;
  EXPECT_EQ(cli::find(looking_for("AB", {"/nowhere/at/all", stored.folder(), path}), console.with()),
            exit_code::trouble);
  EXPECT_EQ(console.answer(), path + ":0x0\n");
  EXPECT_EQ(console.complaints(),
            "memosaic test: /nowhere/at/all: no such file: check the name, and the folder you are in\n"
            "memosaic test: " +
                stored.folder().string() + ": is a folder: name a file in it\n");
}

TEST(FindOutput, ContextIsTheSameForAFileAndAStream) {
  const auto content = "0123456789ABabcdefghijABuvwxyz"_bytes;
  const test::temporary_file stored(content);
  find_options options = looking_for("AB", {stored.path()});
  options.context = 4;
  test::captured_console console;
  EXPECT_EQ(cli::find(options, console.with()), exit_code::yes);
  const std::string path = stored.path();
  const std::string rows[]{"00000006  36 37 38 39 41 42 61 62  63 64                    |6789ABabcd|\n",
                           "00000012  67 68 69 6a 41 42 75 76  77 78                    |ghijABuvwx|\n"};
  EXPECT_EQ(console.answer(), path + ":0xa\n" + rows[0] + path + ":0x16\n" + rows[1]);

  const test::filled_pipe pipe(content);
  options.files = {pipe.path()};
  test::captured_console streaming;
  EXPECT_EQ(cli::find(options, streaming.with()), exit_code::yes);
  EXPECT_EQ(streaming.answer(), pipe.path() + ":0xa\n" + rows[0] + pipe.path() + ":0x16\n" + rows[1]);
}

TEST(FindOutput, JsonIsOneDocumentOverAllFiles) {
  const test::temporary_file one("AB.AB"_bytes);
  const test::temporary_file none("..."_bytes);
  find_options options = looking_for("AB", {one.path(), none.path()});
  options.form = cli::answer_form::json;
  options.context = 1;
  test::captured_console console;
  EXPECT_EQ(cli::find(options, console.with()), exit_code::yes);
  const json expected = json::parse(R"({"schema": "memosaic.find/1", "needle": {"size": 2, "hex": "4142"}, "files": [
      {"path": "ONE", "count": 2, "complete": true, "matches": [
        {"offset": 0, "offset_hex": "0x0", "context_offset": 0, "context_offset_hex": "0x0", "context": "41422e"},
        {"offset": 3, "offset_hex": "0x3", "context_offset": 2, "context_offset_hex": "0x2", "context": "2e4142"}]},
      {"path": "NONE", "count": 0, "complete": true, "matches": []}], "found": true})");
  json answer = json::parse(console.answer());
  EXPECT_EQ(answer["files"][0]["path"], one.path().string());
  EXPECT_EQ(answer["files"][1]["path"], none.path().string());
  answer["files"][0]["path"] = "ONE";
  answer["files"][1]["path"] = "NONE";
  EXPECT_EQ(answer, expected);
}

TEST(FindOutput, AStreamIsNotSearchedFromItsEnd) {
  const test::filled_pipe pipe("AB"_bytes);
  find_options options = looking_for("AB", {pipe.path()});
  options.backward = true;
  test::captured_console console;
  EXPECT_EQ(cli::find(options, console.with()), exit_code::trouble);
  EXPECT_NE(console.complaints().find("cannot be searched from its end"), std::string::npos);
}

TEST(FindOutput, NamesCannotDriveTheTerminal) {
  test::captured_console console;
  static_cast<void>(cli::find(looking_for("AB", {"no\x1b[2Jfile"}), console.with()));
  EXPECT_EQ(console.complaints().find("memosaic test: no\\x1b[2Jfile: no such file"), 0U);
}

}  // namespace find_output_test
