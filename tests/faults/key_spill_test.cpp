// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "faults/every_call_fails.hpp"
#include "support/temporary_file.hpp"
#include "table/key_spill_sorter.hpp"

namespace memosaic::key_spill_faults {

TEST(KeySpillFaults, SortingIsWholeOrThrowsAndLeavesNoFile) {
  const auto prepare = [] { return std::make_unique<test::temporary_file>(); };
  const auto files_in = [](const std::filesystem::path& folder) {
    return std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator());
  };
  const auto sort = [&](std::unique_ptr<test::temporary_file>& stage) {
    const auto record = test::random_bytes(40);
    {
      table_core::key_spill_sorter sorter(3, 600, stage->folder());
      const bytes_view parts[] = {record};
      for (std::uint32_t i = 0; i < 600; ++i) sorter.add(i % 3, parts);
      sorter.finish();
      for (std::uint32_t partition = 0; partition < 3; ++partition) {
        table_core::key_spill_reader reader(sorter, partition, partition + 1);
        std::size_t count = 0;
        while (const auto found = reader.next()) {
          EXPECT_TRUE(std::equal(found->begin(), found->end(), record.begin(), record.end()));
          ++count;
        }
        EXPECT_EQ(count, sorter.records(partition));
      }
    }
    EXPECT_EQ(files_in(stage->folder()), 1);
  };
  EXPECT_GT(test::every_call_fails(prepare, sort), 20U);
}

}  // namespace memosaic::key_spill_faults
