// SPDX-License-Identifier: Apache-2.0
// Where bytesparse 1.1.0 answers wrongly, this is the right answer; docs/migrating_from_bytesparse.md has the numbers.
#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <map>
#include <stdexcept>
#include <type_traits>

#include "memosaic/error.hpp"
#include "memosaic/sparse/construction.hpp"
#include "memosaic/sparse/hexdump.hpp"
#include "memosaic/sparse/items.hpp"
#include "memosaic/sparse/join.hpp"
#include "memosaic/sparse/matches.hpp"
#include "memosaic/sparse/pop.hpp"
#include "memosaic/sparse/sparse_memory.hpp"

namespace memosaic::bytesparse_defects_test {

using namespace memosaic::literals;

sparse_memory of(bytes_view bytes, std::int64_t at = 0) { return sparse_memory::from_bytes(bytes, at); }

TEST(BytesparseDefects, Searching) {
  EXPECT_EQ(rindex(of("abab"_bytes), "ab"_bytes), 2);  // 1
  auto memory = of("aXab"_bytes);                      // cbytesparse
  EXPECT_EQ(memory.find("ab"_bytes), 2);
  memory = of("aXb"_bytes);
  EXPECT_FALSE(memory.remove("ab"_bytes));
  EXPECT_EQ(memory, of("aXb"_bytes));
}

TEST(BytesparseDefects, AnyByteIsShown) {
  EXPECT_EQ(hexdump(of("\xFF"_bytes), {0, 1}, {.columns = 1}), "00000000  ff  |.|\n00000001\n");  // 9
}

TEST(BytesparseDefects, TheLastAddressIsStoredOrRefused) {  // cbytesparse
  basic_sparse_memory<int128> memory;
  memory.poke((int128{1} << 64) - 1, std::byte{1});
  EXPECT_EQ(memory.content_range().stop, int128{1} << 64);
  sparse_memory narrow;
  EXPECT_THROW(narrow.poke(highest_stop<std::int64_t>, std::byte{1}), std::out_of_range);
}

TEST(BytesparseDefects, AMemoryWrittenIntoItself) {
  auto memory = of("a"_bytes);
  memory.write(2, "b"_bytes);
  const auto before = memory.snapshot();
  memory.write(memory);  // 2
  EXPECT_EQ(memory, before);
  memory.write(memory, 10);  // 3
  EXPECT_EQ(memory.content_range(), (address_range{0, 13}));
  EXPECT_EQ(memory.content_size(), 4U);
  append(memory, memory);  // 3
  EXPECT_EQ(memory.content_size(), 8U);
  memory = of("abcdef"_bytes);
  memory.write(memory, 2);  // 4
  EXPECT_EQ(text_of(memory.to_bytes({0, 8})), "ababcdef");
}

TEST(BytesparseDefects, UndoingRestores) {
  auto memory = of("abc"_bytes);
  memory.write(10, "tail"_bytes);
  const auto before = memory.snapshot();
  const auto restored = [&] {
    const bool changed = memory != before || memory.bounds() != before.bounds();
    memory.rollback(before);
    return changed && memory == before && memory.bounds() == before.bounds();
  };
  memory.insert(1, "XY"_bytes);  // 5
  EXPECT_TRUE(restored());
  memory.reserve(1, 5);  // 6
  EXPECT_TRUE(restored());
  memory.write(of("wxyz"_bytes, 1), 4);  // 7
  EXPECT_TRUE(restored());
  memory.set_bounds({std::nullopt, 20, bounds_policy::error});
  EXPECT_EQ(pop_last(memory), (memory_item{13, std::byte{'l'}}));  // 8
  EXPECT_TRUE(restored());
}

TEST(BytesparseDefects, CopiesAreMemoriesOfTheirOwn) {
  auto memory = of("abc"_bytes);
  const auto copy = memory;  // 10, 11
  memory.poke(9, std::byte{'x'});
  memory.poke(0, std::byte{'y'});
  EXPECT_EQ(copy, of("abc"_bytes));
}

TEST(BytesparseDefects, EqualityIsOfAddressesAndBytes) {
  EXPECT_EQ(from_items(std::map<int, std::byte>{{0, std::byte{1}}}), of("\1"_bytes));  // 12
  EXPECT_EQ(from_values(std::array{std::byte{1}}), of("\1"_bytes));                    // 12
  static_assert(!std::is_invocable_v<std::equal_to<>, sparse_memory, int>);            // 20, 21
}

TEST(BytesparseDefects, BoundsAreKept) {
  auto memory = of("abc"_bytes);
  memory.set_bounds({std::nullopt, 3, bounds_policy::error});
  EXPECT_THROW(memory.append("d"_bytes), std::out_of_range);  // 13
  memory.set_bounds({std::nullopt, 3, bounds_policy::clip});
  memory.append("d"_bytes);
  EXPECT_EQ(memory, of("abc"_bytes));
  sparse_memory empty(memory_bounds{10, std::nullopt, bounds_policy::error});
  empty.append("\1"_bytes);  // 14
  EXPECT_EQ(empty.content_range(), (address_range{10, 11}));
  auto above = of("abcde"_bytes, 9);
  above.set_bounds({7, std::nullopt, bounds_policy::clip});
  above.erase({0, 10});  // 15
  EXPECT_EQ(above.content_range(), (address_range{7, 11}));
  above.set_bounds({7, std::nullopt, bounds_policy::error});
  EXPECT_THROW(above.erase({0, 8}), std::out_of_range);
  EXPECT_EQ(above.cut({8, 9}).bounds(), memory_bounds());  // 22
  sparse_memory positive(memory_bounds{0, std::nullopt, bounds_policy::error});
  EXPECT_THROW(positive.write(of("x"_bytes, -5)), std::out_of_range);  // 23
}

TEST(BytesparseDefects, Walking) {
  auto memory = of("abcdef"_bytes);
  std::string backwards;
  for (const auto& [at, value] : places(memory, {2, 5}, walk_order::down)) backwards += static_cast<char>(*value);
  EXPECT_EQ(backwards, "edc");  // 16
  memory.set_bounds({-2, 9, bounds_policy::error});
  std::uint64_t count = 0;
  for (const auto& place : places(memory)) count += memory.span().contains(place.at) ? 1U : 0U;
  EXPECT_EQ(count, 11U);  // 17
}

TEST(BytesparseDefects, RangesOfAnEmptyMemory) {
  auto part = sparse_memory().extract({5, 9});
  part.flood({5, 9}, "."_bytes);  // 18
  EXPECT_EQ(part, of("...."_bytes, 5));
  EXPECT_EQ(sparse_memory().gaps({3, 8}), (std::vector<address_range>{{3, 8}}));  // 19
}

TEST(BytesparseDefects, AMemoryInPlaceOfARange) {
  auto memory = of("abcdef"_bytes);
  replace(memory, {1, 2}, of("XYZ"_bytes));  // 24
  EXPECT_EQ(text_of(memory.to_bytes({0, 8})), "aXYZcdef");
  memory = of("abcdef"_bytes);
  insert(memory, 2, of("XY"_bytes, 3));  // 25
  EXPECT_EQ(text_of(memory.to_bytes({0, 8})), "abXYcdef");
}

TEST(BytesparseDefects, AChangeIsWholeOrHasNoEffect) {
  auto memory = of("abcd is not small, it is long"_bytes);
  memory.write(100, "efgh is not small, it is long"_bytes);
  const auto before = memory.snapshot();
  const auto pinned = memory.mutable_view({100, 104});
  EXPECT_THROW(memory.erase({2, 102}), buffer_pinned);
  EXPECT_EQ(memory, before);
}

}  // namespace memosaic::bytesparse_defects_test
