// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/sparse_file.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "faults/every_call_fails.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::sparse_file_faults {

using namespace memosaic::literals;

sparse_memory sparse_sample() {
  auto memory = sparse_memory::from_bytes("abc"_bytes);
  memory.write(1 << 20, test::random_bytes(100'000));
  return memory;
}

TEST(SparseFileFaults, LoadingIsWholeOrThrows) {
  const test::temporary_file stored;
  save_sparse_file(sparse_sample(), stored.path());
  const auto load = [&](int) {
    const auto memory = load_sparse_file(stored.path());
    EXPECT_EQ(memory.to_bytes({1 << 20, (1 << 20) + 100'000}),
              sparse_sample().to_bytes({1 << 20, (1 << 20) + 100'000}));
  };
  EXPECT_GT(test::every_call_fails([] { return 0; }, load), 20U);
}

TEST(SparseFileFaults, SavingLeavesTheOldOrTheNewFile) {
  const auto memory = sparse_sample();
  const auto old_file = [] { return std::make_unique<test::temporary_file>("old"_bytes); };
  const auto save = [&](std::unique_ptr<test::temporary_file>& stage) {
    const auto check = [&](bool saved) {
      std::vector<std::byte> expected((1 << 20) + 100'000);
      memory.read(0, expected, std::byte{0});
      const auto content = stage->content();
      EXPECT_TRUE(content == expected || (!saved && text_of(content) == "old"));
    };
    try {
      save_sparse_file(memory, stage->path());
    } catch (...) {
      check(false);
      throw;
    }
    check(true);
  };
  EXPECT_GT(test::every_call_fails(old_file, save), 40U);
}

}  // namespace memosaic::sparse_file_faults
