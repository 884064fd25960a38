// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/sparse_file.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "memosaic/file/mapping.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::sparse_file_test {

using namespace memosaic::literals;

TEST(SparseFile, HolesOfAFileAreHolesInMemory) {
  constexpr std::int64_t far = std::int64_t{5} << 30;
  test::temporary_file stored("start"_bytes);
  stored.write_at(far, "end"_bytes);
  const auto memory = load_sparse_file(stored.path(), -16);
  EXPECT_EQ(memory.block_count(), 2U);
  EXPECT_EQ(memory.content_range(), (address_range{-16, far + 3 - 16}));
  EXPECT_EQ(text_of(memory.to_bytes({-16, -11})), "start");
  EXPECT_EQ(text_of(memory.to_bytes({far - 16, far - 13})), "end");
  EXPECT_FALSE(memory.contains(far / 2));
}

TEST(SparseFile, LoadingSharesTheMappingAndWritingDoesNotReachTheFile) {
  const auto content = test::random_bytes(1 << 20);
  const test::temporary_file stored(content);
  auto memory = load_sparse_file(stored.path());
  const auto shown = memory.view({0, 1 << 20});
  EXPECT_EQ(memory.piece_count(), 1U);
  memory.write(1000, "changed"_bytes);
  EXPECT_EQ(stored.content(), content);
  EXPECT_EQ(memory.view({100'000, 200'000}).data(), shown.data() + 100'000);
}

TEST(SparseFile, WhatIsSavedIsLoaded) {
  sparse_memory memory;
  const auto bytes = test::random_bytes(300'000);
  memory.write(0x1000, bytes);
  for (std::int64_t i = 0; i < 2000; ++i) memory.write((1 << 20) + i * 4096, bytes_view(bytes).first(7));
  memory.fill({std::int64_t{1} << 32, (std::int64_t{1} << 32) + 100'000}, "xyz"_bytes);
  const test::temporary_file target;
  const address_range where{-4096, (std::int64_t{1} << 32) + 1'000'000};
  save_sparse_file(memory, target.path(), where);
  EXPECT_EQ(std::filesystem::file_size(target.path()), where.size());
  const auto loaded = load_sparse_file(target.path(), where.start);
  for (const auto& block : memory.blocks()) ASSERT_EQ(loaded.to_bytes(block), memory.to_bytes(block));
  EXPECT_FALSE(loaded.contains(std::int64_t{1} << 31));
  // What else is loaded are the ends of the medium's blocks.
  for (const auto& block : loaded.blocks()) {
    std::vector<std::byte> expected(block.size());
    memory.read(block.start, expected, std::byte{0});
    ASSERT_EQ(loaded.to_bytes(block), expected);
  }
}

TEST(SparseFile, AMemoryIsSavedOverTheFileItWasLoadedFrom) {
  const auto content = test::random_bytes(100'000);
  const test::temporary_file stored(content);
  auto memory = load_sparse_file(stored.path());
  memory.insert(0, "new"_bytes);
  save_sparse_file(memory, stored.path());
  EXPECT_EQ(stored.content(), memory.to_bytes({0, 100'003}));
  EXPECT_EQ(text_of(memory.to_bytes({0, 3})), "new");
}

TEST(SparseFile, WhatDoesNotFitIsRefused) {
  const test::temporary_file stored("abc"_bytes);
  EXPECT_THROW(static_cast<void>(load_sparse_file(stored.path(), highest_stop<std::int64_t> - 2)), std::out_of_range);
  EXPECT_EQ(load_sparse_file(stored.path(), highest_stop<std::int64_t> - 3).content_size(), 3U);
  EXPECT_THROW(save_sparse_file(sparse_memory(), stored.path(), sparse_memory::everywhere), std::length_error);
  EXPECT_EQ(text_of(stored.content()), "abc");
  save_sparse_file(sparse_memory(), stored.path());
  EXPECT_EQ(std::filesystem::file_size(stored.path()), 0U);
}

}  // namespace memosaic::sparse_file_test
