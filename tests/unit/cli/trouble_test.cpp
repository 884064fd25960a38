// SPDX-License-Identifier: Apache-2.0
#include "cli/trouble.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <new>
#include <nlohmann/json.hpp>
#include <system_error>

#include "memosaic/error.hpp"
#include "support/captured_console.hpp"

namespace trouble_test {
using namespace memosaic;
using cli::exit_code;
using cli::explain;
using cli::trouble;

trouble system_error_of(std::errc code) {
  return explain(std::filesystem::filesystem_error("open", "a.bin", std::make_error_code(code)));
}

TEST(Trouble, ErrorsOfTheSystemAreSentencesWithARemedy) {
  EXPECT_STREQ(system_error_of(std::errc::no_such_file_or_directory).what(),
               "a.bin: no such file: check the name, and the folder you are in");
  EXPECT_STREQ(system_error_of(std::errc::permission_denied).what(),
               "a.bin: permission denied: ask its owner, or run as a user who may");
  EXPECT_STREQ(system_error_of(std::errc::is_a_directory).what(), "a.bin: is a folder: name a file in it");
  EXPECT_STREQ(system_error_of(std::errc::no_space_on_device).what(),
               "a.bin: no space left on the device: make room there, or write elsewhere");
  EXPECT_STREQ(system_error_of(std::errc::owner_dead).what(), "a.bin: Owner died");
}

TEST(Trouble, TheExitCodeTellsWhatKindItIs) {
  EXPECT_EQ(explain(format_error("a.bin", 3, "no header")).code(), exit_code::corrupt);
  EXPECT_EQ(explain(file_changed("a.bin", "was truncated")).code(), exit_code::trouble);
  EXPECT_EQ(explain(std::bad_alloc(), "a.bin").code(), exit_code::trouble);
  EXPECT_EQ(explain(trouble("x", "exists", "", exit_code::conflict), "y").code(), exit_code::conflict);
}

TEST(Trouble, IsToldAsTextOrAsJson) {
  const trouble what(
      "a\x1b"
      "b",
      "is bad", "mend it");
  test::captured_console text;
  text.with().errors.tell(what);
  EXPECT_EQ(text.complaints(),
            "memosaic test: a\\x1b"
            "b: is bad: mend it\n");
  EXPECT_FALSE(text.with().errors.none());
  test::captured_console json(true);
  json.with().errors.tell(what);
  EXPECT_EQ(nlohmann::json::parse(json.complaints()),
            nlohmann::json::parse(R"({"schema": "memosaic.error/1", "command": "memosaic test", "subject": "a\u001bb",
                "problem": "is bad", "remedy": "mend it", "message": "a\\x1bb: is bad: mend it", "exit_code": 2})"));
}

}  // namespace trouble_test
