// SPDX-License-Identifier: Apache-2.0
#include "table/perfect_hash.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <unordered_map>
#include <vector>

#include "support/key_sections.hpp"

namespace memosaic::perfect_hash_test {

using namespace memosaic::table_core;

std::vector<std::size_t> key_counts() {
  std::vector<std::size_t> counts{0, 1, 2, 3, 62, 63, 64, 65, 127, 128, 1000, 64'512, 64'513, 100'000};
#if defined(NDEBUG)
  counts.push_back(1'000'000);
#else
  if (std::getenv("MEMOSAIC_LONG") != nullptr) counts.push_back(1'000'000);
#endif
  return counts;
}

/// All slots are there once, each key is found where it was put, and `std::unordered_map` says the same of all.
void check_all(std::size_t count, const test::key_index_shape& shape) {
  const auto keys = test::numbered_keys(count);
  const auto sections = test::perfect_sections(test::hashes_of(keys, shape), shape);
  ASSERT_TRUE(sections) << count;
  const key_index index = sections->open();
  sections->verify();
  ASSERT_EQ(index.size(), count);
  std::unordered_map<std::string, std::uint64_t> model;
  std::vector<bool> taken(count);
  for (std::size_t i = 0; i < count; ++i) {
    ASSERT_LT(sections->slots[i], count);
    ASSERT_FALSE(taken[sections->slots[i]]);
    taken[sections->slots[i]] = true;
    model[keys[i]] = sections->slots[i];
  }
  for (const auto& [key, slot] : model) ASSERT_EQ(index.slot_of(std::as_bytes(std::span(key))), slot) << key;
}

TEST(PerfectHash, EveryKeyHasASlotOfItsOwn) {
  for (const std::size_t count : key_counts()) check_all(count, {.seed = 42});
}

TEST(PerfectHash, SoItIsWith128BitsAndAnyFingerprints) {
  for (const std::size_t count : {0U, 1U, 64U, 5000U, 70'000U}) {
    check_all(count, {.seed = 1, .width = hash_width::bits_128});
    check_all(count, {.seed = 2, .fingerprint_bits = 13});
  }
}

TEST(PerfectHash, MorePartitionsThanKeysAreAllowed) {
  for (const std::size_t count : {0U, 1U, 5U, 300U}) check_all(count, {.seed = 3, .partition_bits = 6});
}

TEST(PerfectHash, IntegersHaveSlotsToo) {
  std::vector<key_hash> hashes;
  for (std::uint64_t key = 0; key < 5000; ++key) {
    hashes.push_back(hash_key(key * 1'000'003, 8, hash_width::bits_64));
  }
  const auto sections = test::perfect_sections(hashes, {.seed = 8});
  ASSERT_TRUE(sections);
  const key_index index = sections->open();
  for (std::uint64_t key = 0; key < 5000; ++key) ASSERT_EQ(index.slot_of(key * 1'000'003), sections->slots[key]);
}

TEST(PerfectHash, TakesLessThanElevenAndAHalfBitsAKey) {
  const test::key_index_shape shape{.seed = 5};
  const auto sections = test::perfect_sections(test::hashes_of(test::numbered_keys(100'000), shape), shape);
  ASSERT_TRUE(sections);
  EXPECT_LT(sections->index.size() * 8, 350'000U);
  EXPECT_EQ(sections->fingerprints.size(), 100'007U);
}

TEST(PerfectHash, FingerprintsStopAllButOneAbsentKeyIn256) {
  const test::key_index_shape shape{.seed = 6};
  const auto sections = test::perfect_sections(test::hashes_of(test::numbered_keys(20'000), shape), shape);
  ASSERT_TRUE(sections);
  const key_index index = sections->open();
  std::size_t passed = 0;
  for (const auto& key : test::numbered_keys(100'000, 1'000'000)) {
    const std::uint64_t slot = index.slot_of(std::as_bytes(std::span(key)));
    ASSERT_TRUE(slot == no_slot || slot < 20'000);
    if (slot != no_slot) ++passed;
  }
  EXPECT_GT(passed, 300U);
  EXPECT_LT(passed, 500U);
}

TEST(PerfectHash, TheNumberOfPartitionsFollowsThatOfKeys) {
  EXPECT_EQ(partition_bits_for(0), 0U);
  EXPECT_EQ(partition_bits_for(64'512), 0U);
  EXPECT_EQ(partition_bits_for(64'513), 1U);
  EXPECT_EQ(partition_bits_for(1'000'000), 4U);
  EXPECT_EQ(partition_bits_for(most_keys_of_index), 20U);
}

}  // namespace memosaic::perfect_hash_test
