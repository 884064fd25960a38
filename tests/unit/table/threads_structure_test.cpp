// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "memosaic/bytes/endian.hpp"
#include "support/table_containers.hpp"

/// Threads verify records that share objects: each object once, and the first error is the same for any number of them.
namespace memosaic::threads_structure_test {

using testing::cell_bytes;

const schema lists({record_type{"root", {{1, "x", field_type::list(field_type::text())}}}});

/// 20,000 records that all lead to one list of 1,000 texts in VARDATA.
std::pair<std::vector<cell_bytes>, cell_bytes> many_of_one() {
  value::sequence texts;
  for (int i = 0; i < 1000; ++i) texts.emplace_back("text " + std::to_string(i));
  const cell_bytes shared = lists.pack(value::record({{"x", value::list(texts)}}));
  cell_bytes cell(4);
  store_little(mutable_bytes_view(cell), 0, load_little<std::uint32_t>(shared, 0) | 0x80000000U);
  return {std::vector<cell_bytes>(20000, cell), shared};
}

TEST(ThreadsStructure, SharedObjectsAreVerifiedOnce) {
  const auto [cells, shared] = many_of_one();
  EXPECT_EQ(testing::verdict(testing::container_of(lists, cells, shared), 4), "");
}

TEST(ThreadsStructure, TheFirstErrorIsTold) {
  auto [cells, shared] = many_of_one();
  for (const std::size_t wrong : {19999U, 12000U, 5U}) {
    store_little<std::uint32_t>(mutable_bytes_view(cells[wrong]), 0, 9999999);
    const auto bytes = testing::container_of(lists, cells, shared);
    const auto records = container::open(view(bytes, unowned)).find(section_type::records)->offset;
    for (const unsigned threads : {1U, 3U, 8U}) {
      EXPECT_EQ(
          testing::verdict(bytes, threads),
          "some.table: reference: leads outside its cell of 4 bytes at offset " + std::to_string(records + 4 * wrong));
    }
  }
}

TEST(ThreadsStructure, WhatIsWrongInASharedObjectIsFound) {
  auto [cells, shared] = many_of_one();
  shared.back() = std::byte{0xFF};
  for (const unsigned threads : {1U, 4U}) {
    EXPECT_NE(testing::verdict(testing::container_of(lists, cells, shared), threads).find("text: it is not UTF-8"),
              std::string::npos);
  }
}

}  // namespace memosaic::threads_structure_test
