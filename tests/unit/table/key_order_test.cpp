// SPDX-License-Identifier: Apache-2.0
#include "table/key_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "memosaic/error.hpp"

namespace memosaic::key_order_test {

using namespace memosaic::table_core;

std::vector<std::byte> section_of(const std::vector<std::uint64_t>& slots) {
  key_order_writer writer(slots.size());
  auto bytes = writer.header();
  for (const std::uint64_t slot : slots) {
    writer.add(slot);
    const auto some = writer.drain();
    bytes.insert(bytes.end(), some.begin(), some.end());
  }
  bytes.resize(bytes.size() + key_order_writer::padding);
  return bytes;
}

std::vector<std::uint64_t> shuffled(std::size_t count) {
  std::vector<std::uint64_t> slots(count);
  std::iota(slots.begin(), slots.end(), 0);
  std::shuffle(slots.begin(), slots.end(), std::mt19937_64(count));
  return slots;
}

TEST(KeyOrder, GivesBackWhatWasAdded) {
  for (const std::size_t count : {0U, 1U, 2U, 255U, 256U, 257U, 65'536U, 65'537U}) {
    const auto slots = shuffled(count);
    const auto bytes = section_of(slots);
    const key_section section{bytes, "t", 0};
    const key_order order(section, count);
    order.verify(section);
    EXPECT_EQ(bytes.size(), 71 + count * (count <= 256 ? 1 : count <= 65'536 ? 2 : 3));
    for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(order[i], slots[i]);
  }
}

/// Ranges and prefixes as `std::map` has them.
TEST(KeyOrder, FindsRangesAndPrefixes) {
  std::mt19937_64 random(5);
  std::map<std::string, std::uint64_t> model;
  while (model.size() < 500) {
    std::string key(random() % 6, 'a');
    for (auto& letter : key) letter = static_cast<char>('a' + random() % 3);
    model.emplace(key + std::to_string(random() % 10), model.size());
  }
  std::vector<std::string> keys(model.size());
  std::vector<std::uint64_t> sorted;
  for (const auto& [key, slot] : model) {
    keys[slot] = key;
    sorted.push_back(slot);
  }
  const auto bytes = section_of(sorted);
  const key_order order({bytes, "t", 0}, keys.size());
  for (const std::string sought : {"", "a", "ab", "abc5", "b", "bbb", "cc9", "d", "zz"}) {
    const auto first = order.first_not([&](std::uint64_t slot) { return keys[slot] < sought; });
    const auto in_model = model.lower_bound(sought);
    EXPECT_EQ(first, static_cast<std::uint64_t>(std::distance(model.begin(), in_model)));
    const auto last =
        order.first_not([&](std::uint64_t slot) { return keys[slot] < sought || keys[slot].starts_with(sought); });
    const auto expected =
        std::count_if(model.begin(), model.end(), [&](const auto& entry) { return entry.first.starts_with(sought); });
    EXPECT_EQ(last - first, static_cast<std::uint64_t>(expected)) << sought;
  }
}

TEST(KeyOrder, SlotsThatDoNotExistAreRefused) {
  key_order_writer writer(10);
  EXPECT_THROW(writer.add(10), std::out_of_range);
}

TEST(KeyOrder, EveryFlippedBitAndTruncationIsFound) {
  const auto whole = section_of(shuffled(300));
  const auto is_refused = [](bytes_view bytes) {
    const std::unique_ptr<std::byte[]> copy(new std::byte[bytes.size()]);
    std::copy(bytes.begin(), bytes.end(), copy.get());
    const key_section section{{copy.get(), bytes.size()}, "t", 0};
    try {
      const key_order order(section, 300);
      for (std::uint64_t i = 0; i < 300; ++i) EXPECT_TRUE(order[i] == no_slot || order[i] < 300);
      EXPECT_LE(order.first_not([](std::uint64_t slot) { return slot < 150; }), 300U);
      order.verify(section);
    } catch (const format_error&) {
      return true;
    }
    return false;
  };
  EXPECT_FALSE(is_refused(whole));
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    auto bytes = whole;
    bytes[bit / 8] ^= std::byte{1} << (bit % 8);
    EXPECT_TRUE(is_refused(bytes)) << bit;
  }
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_TRUE(is_refused(bytes_view(whole).first(size)));
}

}  // namespace memosaic::key_order_test
