// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstring>
#include <string>
#include <vector>

#include "memosaic/bytes/hash.hpp"
#include "support/table_building.hpp"
#include "table/partition_outline.hpp"

/// Texts that somebody chose who knew the seed, so that two and two have the same 64 bits.
namespace memosaic::colliding_texts_test {

constexpr std::uint64_t known_seed = 5;

/// XXH3 of 9 to 16 bytes flips bits of both ends and then treats them alike, but for the order of bytes in one: two
/// numbers that are the same backwards may change places. Source: the specification of XXH3; the constants are words 3
/// to 6 of its secret.
std::string text_with(std::uint64_t low, std::uint64_t high) {
  low ^= (0x1f67b3b7a4a44072 ^ 0x78e5c0cc4ee679cb) + known_seed;
  high ^= (0x2172ffcc7dd05a82 ^ 0x8e2443f7744608b8) - known_seed;
  std::string text(16, '\0');
  std::memcpy(text.data(), &low, 8);
  std::memcpy(text.data() + 8, &high, 8);
  return text;
}

std::uint64_t palindrome(std::uint64_t number) {
  std::uint64_t whole = 0;
  for (unsigned byte = 0; byte < 4; ++byte) {
    const std::uint64_t each = number >> (8 * byte) & 0xffU;
    whole |= each << (8 * byte) | each << (56 - 8 * byte);
  }
  return whole;
}

std::vector<std::string> pairs(std::uint64_t count) {
  std::vector<std::string> keys;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t low = palindrome(2 * i);
    const std::uint64_t high = palindrome(2 * i + 1);
    keys.push_back(text_with(low, high));
    keys.push_back(text_with(high, low));
  }
  return keys;
}

/// Counts how often all records were sorted anew, and their partitions were begun.
class counting_watcher final : public build_watcher {
 public:
  bool go_on(build_stage stage, std::uint64_t done, std::uint64_t) override {
    if (stage == build_stage::arranging) ++arranged;
    if (stage == build_stage::indexing && done == 0) ++indexed;
    return true;
  }
  int arranged = 0;
  int indexed = 0;
};

TEST(CollidingTexts, TheyDoUnderTheSeedAlone) {
  const auto keys = pairs(100);
  const auto hash = [&](std::size_t i, std::uint64_t seed) { return xxh3_64(std::as_bytes(std::span(keys[i])), seed); };
  for (std::size_t i = 0; i < keys.size(); i += 2) {
    EXPECT_NE(keys[i], keys[i + 1]);
    EXPECT_EQ(hash(i, known_seed), hash(i + 1, known_seed));
    EXPECT_NE(hash(i, known_seed + 1), hash(i + 1, known_seed + 1));
  }
}

TEST(CollidingTexts, ABuildTakesOneMoreTurnAndItsTableIsRight) {
  const auto keys = pairs(6000);
  counting_watcher watcher;
  table_builder builder(test::keyed_schema(field_type::bytes()), {.seed = known_seed, .watcher = &watcher});
  const auto bytes_of_key = [&](std::size_t i) { return std::as_bytes(std::span(keys[i])); };
  for (std::size_t i = 0; i < keys.size(); ++i) {
    builder.add(test::keyed_record(value::bytes(bytes_of_key(i)), static_cast<std::int64_t>(i)));
  }
  const auto bytes = test::finished(builder);
  EXPECT_EQ(watcher.arranged, 1);
  EXPECT_LE(watcher.indexed, 2);
  const table found = test::opened(bytes);
  EXPECT_EQ(found.size(), keys.size());
  EXPECT_NE(found.container().header().hash_seed, known_seed);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    ASSERT_EQ((*found.get(bytes_of_key(i)))["n"].as_int64(), static_cast<std::int64_t>(i));
  }
}

TEST(CollidingTexts, AFewAreATableToo) {
  const auto keys = pairs(3);
  table_builder builder(test::keyed_schema(field_type::bytes()), {.seed = known_seed});
  for (const auto& key : keys) builder.add(test::keyed_record(value::bytes(std::as_bytes(std::span(key))), 1));
  const auto bytes = test::finished(builder);
  for (const auto& key : keys) EXPECT_TRUE(test::opened(bytes).contains(std::as_bytes(std::span(key))));
}

TEST(CollidingTexts, AnErrorWouldNameBoth) {
  using namespace memosaic::table_core;
  const schema types = test::keyed_schema(field_type::int64());
  const table_key key(types);
  const table_records records(key, types.context(), 0, {}, 0, false, false);
  const auto a = types.pack(test::keyed_record(11, 1));
  const auto b = types.pack(test::keyed_record(22, 2));
  EXPECT_EQ(collision(key, records, {3, a}, {4, b}).which, "the keys 11 of record 3 and 22 of record 4 have one hash");
}

}  // namespace memosaic::colliding_texts_test
