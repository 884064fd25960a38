// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "memosaic/error.hpp"
#include "memosaic/file/watch_mappings.hpp"
#include "support/child_process.hpp"
#include "support/sample_tables.hpp"
#include "support/table_building.hpp"
#include "support/table_exercise.hpp"
#include "support/temporary_file.hpp"

/// The file of a table is cut off or replaced while it is read.
namespace memosaic::table_changing_file_faults {

namespace fs = std::filesystem;

std::vector<std::byte> big_table(bool varying) {
  table_builder builder(test::keyed_schema(field_type::fixed_text(12), varying),
                        {.seed = 1, .insertion_order = true, .sorted = true});
  for (int i = 0; i < 5000; ++i) builder.add(test::keyed_record("k" + std::to_string(i), i % 100, varying));
  return test::finished(builder);
}

/// Runs `read` on a table that was cut off; 0 if it ends in `file_changed`.
template <typename Read>
test::child_end cut_off(bool varying, std::uint64_t left, const Read& read) {
  const test::temporary_file stored(big_table(varying));
  return test::in_child([&] {
    if (!watch_mappings()) return 77;
    const table found = table::open(stored.path());
    fs::resize_file(stored.path(), left);
    try {
      read(found);
      return 1;
    } catch (const file_changed& error) {
      return std::string(error.what()).find(stored.path().string()) == std::string::npos ? 2 : 0;
    } catch (const format_error&) {
      return 3;
    }
  });
}

template <typename Read>
void expect_told(const Read& read) {
  for (const bool varying : {false, true}) {
    for (const std::uint64_t left : {std::uint64_t{0}, std::uint64_t{4096}, std::uint64_t{40'000}}) {
      const auto end = cut_off(varying, left, read);
      EXPECT_EQ(end.signal, 0) << varying << " " << left;
      EXPECT_EQ(end.code, 0) << varying << " " << left;
    }
  }
}

TEST(TableChangingFileFaults, LookupsTellThatTheFileShrank) {
  expect_told([](const table& found) {
    for (int i = 0; i < 5000; ++i) static_cast<void>(found.get("k" + std::to_string(i)));
  });
}

TEST(TableChangingFileFaults, AKeyThatIsNotFoundIsNoAnswer) {
  expect_told([](const table& found) {
    for (int i = 0; i < 5000; ++i) static_cast<void>(found.contains("absent" + std::to_string(i)));
    // Those that the index itself refused have touched no page that is gone; now one has.
    static_cast<void>(found.get("k4999"));
  });
}

TEST(TableChangingFileFaults, ManyKeysAtOnce) {
  expect_told([](const table& found) {
    std::vector<std::string> texts;
    for (int i = 0; i < 3000; ++i) texts.push_back("k" + std::to_string(i));
    const std::vector<std::string_view> keys(texts.begin(), texts.end());
    std::vector<std::optional<record>> rows(keys.size());
    found.get_many(keys, rows);
  });
}

TEST(TableChangingFileFaults, ScansTellIt) {
  const auto read_all = [](const table_range& rows) {
    for (const record each : rows) testing::table_exercise().read(each);
  };
  expect_told([&](const table& found) { read_all(found.records()); });
  expect_told([&](const table& found) { read_all(found.in_insertion_order()); });
  expect_told([&](const table& found) { read_all(found.in_key_order()); });
  expect_told([&](const table& found) { read_all(found.scan_prefix("k4")); });
}

TEST(TableChangingFileFaults, VerificationTellsIt) {
  expect_told([](const table& found) { found.verify(2); });
}

TEST(TableChangingFileFaults, WhoReadsAReplacedFileKeepsIt) {
  const test::temporary_file stored(big_table(true));
  const table old = table::open(stored.path());
  table_builder builder(test::keyed_schema(field_type::text(), true), {.seed = 2});
  builder.add(test::keyed_record("new", 1, true));
  builder.finish(stored.path());
  EXPECT_NO_THROW(old.verify());
  EXPECT_TRUE(old.contains("k4999"));
  EXPECT_FALSE(old.contains("new"));
  EXPECT_TRUE(table::open(stored.path()).contains("new"));
}

}  // namespace memosaic::table_changing_file_faults
