// SPDX-License-Identifier: Apache-2.0
#include "table/later_section.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "memosaic/table/container.hpp"
#include "support/table_building.hpp"
#include "support/temporary_file.hpp"

/// What is kept for later comes back whole, wherever it was kept.
namespace memosaic::later_section_test {

using namespace memosaic::table_core;

TEST(LaterSection, ItComesBackFromMemoryAndFile) {
  const test::temporary_file stage;
  const auto before = test::files_in(stage.folder());
  for (const std::uint64_t limit : {0U, 65536U, 200'000U, 100U << 20U}) {
    std::mt19937 random(3);
    later_section later(limit, stage.folder());
    std::vector<std::byte> expected;
    for (int i = 0; i < 300; ++i) {
      const std::vector<std::byte> piece(random() % 9000, static_cast<std::byte>(i));
      later.append(piece);
      expected.insert(expected.end(), piece.begin(), piece.end());
    }
    EXPECT_EQ(later.size(), expected.size());
    container_memory sink;
    container_writer writer(sink, test::keyed_schema(field_type::int32()));
    writer.begin(section_type::usermeta, {{}, 64, true, false});
    later.write(writer);
    writer.end(1);
    writer.finish(0);
    const container found = container::open(view(sink.bytes(), unowned), open_level::verified);
    const bytes_view bytes = found.bytes(section_type::usermeta);
    EXPECT_TRUE(std::equal(bytes.begin(), bytes.end(), expected.begin(), expected.end())) << limit;
    EXPECT_EQ(test::files_in(stage.folder()), before);
  }
}

}  // namespace memosaic::later_section_test
