// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/bounds.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <string>

#include "memosaic/sparse/sparse_memory.hpp"

namespace memosaic::bounds_test {

using namespace memosaic::literals;
using limits = memory_bounds;

constexpr auto low = lowest_address<std::int64_t>;
constexpr auto high = highest_stop<std::int64_t>;

std::string message_of(auto&& operation) {
  try {
    operation();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "nothing thrown";
}

TEST(SparseBounds, ClippingBelowDoesNotLetContentMoveBeyondTheTop) {
  sparse_memory memory(limits{.start = 0, .stop = std::nullopt, .policy = bounds_policy::clip});
  memory.write(high - 4, "abcd"_bytes);
  for (const std::int64_t offset : {std::int64_t{1}, std::int64_t{4}, std::int64_t{30}}) {
    EXPECT_THROW(memory.shift(offset), std::out_of_range) << offset;
  }
  EXPECT_EQ(memory.content_range(), (address_range{high - 4, high}));
  memory.shift(-1);
  EXPECT_EQ(memory.content_range(), (address_range{high - 5, high - 1}));
}

TEST(SparseBounds, ErrorRefusesWholeWrites) {
  sparse_memory memory(limits{10, 20});
  EXPECT_EQ(message_of([&] { memory.write(15, "0123456789"_bytes); }),
            "content at [0xF, 0x19) would leave [0xA, 0x14)");
  EXPECT_TRUE(memory.empty());
  memory.write(10, "0123456789"_bytes);
  EXPECT_EQ(message_of([&] { memory.insert(12, "x"_bytes); }),
            "moving up what is at [0xC, 0x14) would leave [0xA, 0x14)");
  EXPECT_EQ(message_of([&] { memory.shift(-1); }), "shifting what is at [0xA, 0x14) would leave [0xA, 0x14)");
  EXPECT_EQ(memory.content_size(), 10U);
}

TEST(SparseBounds, ClipDropsWhatIsOutside) {
  sparse_memory memory(limits{10, 20, bounds_policy::clip});
  memory.write(5, "0123456789ABCDEFGHIJ"_bytes);
  EXPECT_EQ(text_of(memory.to_bytes({10, 20})), "56789ABCDE");
  memory.insert(12, "xy"_bytes);
  EXPECT_EQ(text_of(memory.to_bytes({10, 20})), "56xy789ABC");
  memory.shift(-1);
  EXPECT_EQ(text_of(memory.to_bytes({10, 19})), "6xy789ABC");
  memory.erase({0, 12});
  EXPECT_EQ(text_of(memory.to_bytes({10, 17})), "y789ABC");
}

TEST(SparseBounds, SettingThemCrops) {
  auto memory = sparse_memory::from_bytes("0123456789"_bytes);
  memory.set_bounds(limits{2, 5});
  EXPECT_EQ(memory.content_range(), (address_range{2, 5}));
  EXPECT_THROW(memory.set_bounds(limits{5, 2}), std::invalid_argument);
  EXPECT_EQ(memory.bounds(), (limits{2, 5}));
}

TEST(SparseBounds, TheEndOfAddressesIsAnErrorUnderEitherPolicy) {
  for (const auto policy : {bounds_policy::error, bounds_policy::clip}) {
    sparse_memory memory(limits{{}, {}, policy});
    EXPECT_EQ(message_of([&] { memory.write(high - 1, "ab"_bytes); }),
              "2 addresses from 0x7FFFFFFFFFFFFFFE on go beyond the last one");
    EXPECT_THROW(memory.poke(high, std::byte{1}), std::out_of_range);
    memory.poke(high - 1, std::byte{1});
    memory.poke(low, std::byte{2});
    EXPECT_THROW(memory.shift(1), std::out_of_range);
    EXPECT_THROW(memory.shift(-1), std::out_of_range);
    EXPECT_THROW(memory.insert(0, "x"_bytes), std::out_of_range);
    EXPECT_THROW(memory.append("x"_bytes), std::out_of_range);
    EXPECT_EQ(memory.block_count(), 2U);
    memory.fill({low, high}, "z"_bytes);
    EXPECT_EQ(memory.content_size(), UINT64_MAX);
    EXPECT_EQ(memory.byte_address(UINT64_MAX - 1), high - 1);
  }
}

TEST(SparseBounds, SpanIsBoundsWhereSetAndContentElsewhere) {
  sparse_memory memory(limits{10, {}});
  EXPECT_EQ(memory.span(), (address_range{10, 10}));
  memory.append("ab"_bytes);
  EXPECT_EQ(memory.content_range(), (address_range{10, 12}));
  memory.set_bounds(limits{{}, 100});
  EXPECT_EQ(memory.span(), (address_range{10, 100}));
  EXPECT_EQ(memory.run_at(50).range, (address_range{12, high}));
}

}  // namespace memosaic::bounds_test
