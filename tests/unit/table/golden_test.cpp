// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "support/table_golden.hpp"

/// The containers of tests/golden/table: today's writer makes the same bytes, today's reader reads the same values.
/// With MEMOSAIC_WRITE_GOLDEN=1 they are written: only for those that are new, as what was released never changes.
namespace memosaic::golden_table_test {

std::filesystem::path place_of(const std::string& name) {
  return std::filesystem::path(__FILE__).parent_path() / "../../golden/table" / name;
}

std::string contents_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void write_if_absent(const std::filesystem::path& path, std::string_view bytes) {
  if (std::filesystem::exists(path)) return;
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

TEST(GoldenTable, TheWriterMakesTheSameBytes) {
  for (const auto& [name, made] : testing::golden_tables()) {
    if (std::getenv("MEMOSAIC_WRITE_GOLDEN") != nullptr) {
      write_if_absent(place_of(name + ".table"), text_of(made.bytes));
      write_if_absent(place_of(name + ".json"), made.json);
    }
    EXPECT_TRUE(contents_of(place_of(name + ".table")) == text_of(made.bytes)) << name;
    EXPECT_TRUE(contents_of(place_of(name + ".json")) == made.json) << name;
  }
}

TEST(GoldenTable, TheReaderReadsTheSameValues) {
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(place_of(""))) {
    if (entry.path().extension() != ".table") continue;
    ++seen;
    const std::string bytes = contents_of(entry.path());
    const auto file = container::open(view(bytes_of(bytes), unowned), open_level::verified, entry.path().string());
    std::vector<value> records;
    table_core::key_runs places;
    if (file.stride() == 0) {
      const auto locator = file.bytes(section_type::locator);
      places =
          table_core::key_runs({locator, "", 0}, file.record_count(), file.bytes(section_type::records).size() / 8, 3);
    }
    for (std::uint64_t slot = 0; slot < file.record_count(); ++slot) {
      if (file.stride() != 0) {
        records.push_back(file.record_at(slot).materialise());
        continue;
      }
      const auto place = places[slot];
      const auto cell = file.bytes(section_type::records)
                            .subspan(static_cast<std::size_t>(place.start), static_cast<std::size_t>(place.length));
      records.push_back(record(packed_cell(cell, file.context()), 0, 0).materialise());
    }
    const std::string expected = contents_of(std::filesystem::path(entry.path()).replace_extension(".json"));
    EXPECT_TRUE(expected.starts_with(testing::golden_records_json(records))) << entry.path();
  }
  EXPECT_EQ(seen, 12U);
}

}  // namespace memosaic::golden_table_test
