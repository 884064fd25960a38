// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "support/key_sections.hpp"
#include "table/key_groups.hpp"
#include "table/key_runs.hpp"

/// A multimap without keys, of the parts that a table has: groups, a perfect hash, fingerprints of any width, and runs.
namespace memosaic::approximate_multimap_test {

using namespace memosaic::table_core;

/// The values of each key in the order they came, key after key in the order of slots.
struct approximate_multimap {
  test::key_sections sections;
  std::vector<std::byte> postings;
  std::vector<std::uint32_t> values;

  [[nodiscard]] std::vector<std::uint32_t> find(const key_index& index, const key_runs& runs,
                                                const std::string& key) const {
    const std::uint64_t slot = index.slot_of(std::as_bytes(std::span(key)));
    if (slot == no_slot) return {};
    const run found = runs[slot];
    return {values.begin() + static_cast<std::ptrdiff_t>(found.start),
            values.begin() + static_cast<std::ptrdiff_t>(found.start + found.length)};
  }
};

approximate_multimap build(const std::vector<std::string>& keys, unsigned bits) {
  const test::key_index_shape shape{.seed = bits, .fingerprint_bits = bits};
  const auto hashes = test::hashes_of(keys, shape);
  key_groups groups;
  groups.arrange(hashes, 1);
  approximate_multimap map{*test::perfect_sections(groups.hashes(), shape), {}, {}};
  std::vector<std::size_t> group_of(groups.size());
  for (std::size_t group = 0; group < groups.size(); ++group) group_of[map.sections.slots[group]] = group;
  run_sizes sizes;
  for (const std::size_t group : group_of) sizes.add(groups.records(group).size());
  key_runs_writer writer(sizes.best_bits(), 0);
  for (const std::size_t group : group_of) {
    writer.add(groups.records(group).size());
    map.values.insert(map.values.end(), groups.records(group).begin(), groups.records(group).end());
  }
  writer.finish();
  const auto header = writer.header();
  map.postings.assign(header.begin(), header.end());
  const auto lines = writer.drain();
  map.postings.insert(map.postings.end(), lines.begin(), lines.end());
  map.postings.insert(map.postings.end(), writer.wide_lines().begin(), writer.wide_lines().end());
  return map;
}

TEST(ApproximateMultimap, KeysHaveTheirValuesInOrderAndFewOthersHaveAny) {
  std::mt19937_64 random(1);
  const auto names = test::numbered_keys(5000);
  std::vector<std::string> keys;
  std::unordered_map<std::string, std::vector<std::uint32_t>> model;
  for (std::uint32_t value = 0; value < 30'000; ++value) {
    keys.push_back(names[random() % (1 + random() % names.size())]);
    model[keys.back()].push_back(value);
  }
  for (const unsigned bits : {1U, 4U, 8U, 11U, 17U, 32U}) {
    const auto map = build(keys, bits);
    const key_index index = map.sections.open();
    const key_runs runs({map.postings, "t", 0}, index.size(), map.values.size(), 0);
    for (const auto& [key, values] : model) ASSERT_EQ(map.find(index, runs, key), values);
    std::size_t passed = 0;
    for (const auto& key : test::numbered_keys(100'000, 1'000'000))
      passed += map.find(index, runs, key).empty() ? 0U : 1U;
    const double expected = 100'000.0 / static_cast<double>(std::uint64_t{1} << bits);
    EXPECT_NEAR(static_cast<double>(passed), expected, expected / 4 + 6) << bits;
  }
}

TEST(ApproximateMultimap, FingerprintsOfAnyWidthAreKept) {
  std::mt19937_64 random(2);
  for (unsigned bits = 1; bits <= key_fingerprints::most_bits; ++bits) {
    std::vector<key_hash> hashes(101);
    for (auto& hash : hashes) hash = {random(), random()};
    std::vector<std::byte> section(*key_fingerprints::section_size(hashes.size(), bits));
    EXPECT_EQ(section.size(), (101 * bits + 7) / 8 + 7);
    for (std::size_t slot = hashes.size(); slot-- > 0;) {
      key_fingerprints::set(section, slot, bits, key_fingerprints::of(hashes[slot], bits));
    }
    const key_fingerprints fingerprints({section, "t", 0}, hashes.size(), bits);
    for (std::size_t slot = 0; slot < hashes.size(); ++slot) {
      EXPECT_TRUE(fingerprints.match(slot, hashes[slot]));
      EXPECT_FALSE(fingerprints.match(slot, {0, hashes[slot].spread ^ (std::uint64_t{1} << (slot % bits))}));
      EXPECT_EQ(fingerprints.match(slot, {0, hashes[slot].spread ^ (std::uint64_t{1} << bits)}), true);
    }
  }
}

}  // namespace memosaic::approximate_multimap_test
