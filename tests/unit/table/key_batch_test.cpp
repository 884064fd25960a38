// SPDX-License-Identifier: Apache-2.0
#include "table/key_batch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "support/key_sections.hpp"

namespace memosaic::key_batch_test {

using namespace memosaic::table_core;

/// The same slots as one by one, in order; what is found is touched before it is visited, and 8 more keys are asked
/// for in between, where there are so many.
template <typename Key>
void agrees(const key_index& index, const std::vector<Key>& keys) {
  std::size_t asked = 0;
  const auto key_of = [&](std::size_t i) {
    asked = i;
    if constexpr (std::is_same_v<Key, std::string>) {
      return bytes_view(std::as_bytes(std::span(keys[i])));
    } else {
      return keys[i];
    }
  };
  for (std::size_t count = 0; count <= keys.size(); count = count < 70 ? count + 1 : count * 2 + 1) {
    std::vector<std::uint64_t> touched(count, no_slot);
    std::size_t visited = 0;
    const auto touch = [&](std::size_t i, std::uint64_t slot) { touched[i] = slot; };
    const auto visit = [&](std::size_t i, std::uint64_t slot) {
      EXPECT_EQ(i, visited++);
      EXPECT_GE(asked, std::min(count - 1, i + 8));
      const std::size_t before = asked;
      EXPECT_EQ(slot, index.slot_of(key_of(i)));
      asked = before;
      EXPECT_EQ(slot, touched[i]);
    };
    look_up_many(index, count, key_of, touch, visit);
    EXPECT_EQ(visited, count);
  }
}

TEST(KeyBatch, FindsWhatSingleLookupsFind) {
  auto keys = test::numbered_keys(3000);
  for (const auto width : {hash_width::bits_64, hash_width::bits_128}) {
    const test::key_index_shape shape{.seed = 11, .width = width, .partition_bits = 3};
    const auto sections = test::perfect_sections(test::hashes_of(keys, shape), shape);
    ASSERT_TRUE(sections);
    auto asked = keys;
    for (std::size_t i = 0; i < asked.size(); i += 3) asked[i] += "absent";
    agrees(sections->open(), asked);
  }
}

TEST(KeyBatch, FewKeysAndDenseIntegersToo) {
  const auto keys = test::numbered_keys(40);
  const auto few = linear_index(test::hashes_of(keys, {}), 0);
  agrees(key_index({few, "t", 0}, {}), test::numbered_keys(80));

  key_dense_writer writer(100, 299);
  std::vector<std::uint64_t> asked;
  for (std::uint64_t key = 100; key < 300; ++key) {
    if (key % 7 != 3) writer.add(key);
    asked.push_back(key * 3 % 250 + 80);
  }
  const auto dense = test::dense_section(writer);
  agrees(key_index({dense, "t", 0}, {}), asked);
}

}  // namespace memosaic::key_batch_test
