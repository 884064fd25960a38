// SPDX-License-Identifier: Apache-2.0
// What is stored how: pieces, sharing, and how much is copied.
#include <gtest/gtest.h>

#include <cstddef>
#include <string_view>
#include <vector>

#include "memosaic/buffer/buffer.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "support/test_owner.hpp"

namespace memosaic::pieces_test {

using namespace memosaic::literals;

std::string text_at(const sparse_memory& memory, address_range where) {
  const auto bytes = memory.to_bytes(where);
  return std::string(text_of(bytes));
}

TEST(SparsePieces, SequentialWritesGrowOnePieceOnBothSides) {
  sparse_memory memory;
  for (int i = 0; i < 1000; ++i) memory.write(i * 16, "0123456789abcdef"_bytes);
  for (int i = 1; i < 1000; ++i) memory.write(-i * 16, "0123456789abcdef"_bytes);
  EXPECT_EQ(memory.block_count(), 1U);
  EXPECT_EQ(memory.piece_count(), 1U);
  EXPECT_EQ(memory.content_size(), 1999U * 16);
}

TEST(SparsePieces, AFloodOf4GiBIsOnePiece) {
  sparse_memory memory;
  memory.flood({0, std::int64_t{4} << 30}, "ab"_bytes);
  EXPECT_EQ(memory.piece_count(), 1U);
  EXPECT_EQ(memory.peek((std::int64_t{4} << 30) - 1), std::byte{'b'});
  memory.poke(std::int64_t{1} << 30, std::byte{'X'});
  EXPECT_EQ(memory.block_count(), 1U);
  EXPECT_EQ(text_at(memory, {(std::int64_t{1} << 30) - 2, (std::int64_t{1} << 30) + 3}), "abXba");
}

TEST(SparsePieces, LentBytesAreSharedUntilWritten) {
  std::vector<std::byte> storage(1 << 20, std::byte{'.'});
  const view bytes(bytes_view(storage), unowned);
  sparse_memory memory;
  memory.write_shared(100, bytes);
  EXPECT_EQ(memory.view({100, 200}).data(), storage.data());
  memory.poke(100 + 500000, std::byte{'X'});
  EXPECT_EQ(storage[500000], std::byte{'.'});
  EXPECT_EQ(memory.peek(100 + 500000), std::byte{'X'});
  // Only the piece around the write moved.
  EXPECT_EQ(memory.view({100, 100 + 400000}).data(), storage.data());
  EXPECT_EQ(memory.view({100 + 600000, 100 + 700000}).data(), storage.data() + 600000);
  EXPECT_EQ(memory.piece_count(), 3U);
}

TEST(SparsePieces, BytesPokedInNoOrderBecomeFewPieces) {
  constexpr std::int64_t size = 4096;
  sparse_memory memory;
  sparse_memory before;
  for (std::int64_t i = 0; i < size; ++i) {
    const std::int64_t at = i * 1237 % size;  // 1237 is odd, so each address comes once
    memory.poke(at, static_cast<std::byte>(at * 7));
    if (i == size / 2) before = memory.snapshot();
  }
  EXPECT_EQ(memory.block_count(), 1U);
  EXPECT_LE(memory.piece_count(), static_cast<std::uint64_t>(size) / 64);
  for (std::int64_t at = 0; at < size; ++at) ASSERT_EQ(memory.peek(at), static_cast<std::byte>(at * 7)) << at;
  EXPECT_EQ(before.content_size(), static_cast<std::uint64_t>(size) / 2 + 1);
}

TEST(SparsePieces, ALentOwnerLivesAsLongAsAPieceShowsIt) {
  sparse_memory memory;
  {
    auto* const source = new test_owner("a text that is long enough not to be copied", false);
    memory.write_shared(0, view(*source));
    source->drop_reference();
  }
  EXPECT_EQ(test_owner::alive, 1);
  memory.clear({5, 10});
  EXPECT_EQ(test_owner::alive, 1);
  memory.clear();
  EXPECT_EQ(test_owner::alive, 0);
}

TEST(SparsePieces, AViewOfAMemoryIsSharedAndKeepsItsBytes) {
  auto source = sparse_memory::from_bytes("a text that is long enough not to be copied"_bytes);
  sparse_memory memory;
  memory.write_shared(100, source.view({2, 40}));
  EXPECT_EQ(memory.view({100, 138}).data(), source.view({2, 40}).data());
  source.write(0, "................................"_bytes);
  EXPECT_EQ(text_at(memory, {100, 106}), "text t");
  memory.write(100, "########"_bytes);
  EXPECT_EQ(text_at(source, {0, 6}), "......");
  const auto shown = memory.view({110, 138});
  memory.write_shared(112, shown);  // over itself
  EXPECT_EQ(text_at(memory, {108, 116}), "t isis l");
  EXPECT_EQ(memory.content_size(), 40U);
}

TEST(SparsePieces, WhatAMutableViewShowsIsRefusedUntilItIsGone) {
  auto source = sparse_memory::from_bytes("a text that is long enough not to be copied"_bytes);
  auto written = source.mutable_view({0, 43});
  const view shown = written;
  sparse_memory memory;
  EXPECT_THROW(memory.write_shared(0, shown), std::invalid_argument);
  written[0] = std::byte{'A'};
  written.release();
  memory.write_shared(0, source.view({0, 43}));
  source.mutable_view({0, 43})[0] = std::byte{'?'};
  EXPECT_EQ(memory.peek(0), std::byte{'A'});
}

TEST(SparsePieces, WritableOwnersAreRefused) {
  buffer source("a text that is long enough not to be copied"_bytes);
  sparse_memory memory;
  EXPECT_THROW(memory.write_shared(0, source.view()), std::invalid_argument);
  EXPECT_TRUE(memory.empty());
}

TEST(SparsePieces, SplittingSharesAndBothPartsGoOnInPlace) {
  auto memory = sparse_memory::from_bytes(std::vector<std::byte>(1 << 20));
  const auto* const place = memory.view({0, 1}).data();
  memory.insert(1 << 19, "XY"_bytes);
  EXPECT_EQ(memory.view({0, 1 << 19}).data(), place);
  memory.poke(10, std::byte{1});
  memory.poke((1 << 19) + 100, std::byte{2});
  EXPECT_EQ(memory.piece_count(), 3U);
  EXPECT_EQ(place[10], std::byte{1});
  EXPECT_EQ(place[(1 << 19) + 98], std::byte{2});
}

TEST(SparsePieces, CoalesceMakesOneViewOfManyPieces) {
  auto memory = sparse_memory::from_bytes("aaaaaaaaaaaaaaaaaaaaaaaa"_bytes);
  memory.insert(12, "BB"_bytes);
  EXPECT_THROW(static_cast<void>(memory.view({0, 26})), std::invalid_argument);
  memory.coalesce({0, 26});
  EXPECT_EQ(text(memory.view({0, 26}).bytes()), "aaaaaaaaaaaaBBaaaaaaaaaaaa");
  EXPECT_EQ(memory.piece_count(), 1U);
}

}  // namespace memosaic::pieces_test
