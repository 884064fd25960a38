// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/undo_log.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "memosaic/error.hpp"

namespace memosaic::undo_log_test {

using namespace memosaic::literals;
using names = std::vector<std::string>;

TEST(SparseUndoLog, GoesBackAndForth) {
  auto memory = sparse_memory::from_bytes("abc"_bytes);
  undo_log log(memory);
  EXPECT_FALSE(log.undo());
  EXPECT_FALSE(log.redo());
  for (const char* name : {"one", "two", "three"}) {
    log.checkpoint(name);
    memory.append("x"_bytes);
  }
  EXPECT_EQ(log.names(), (names{"one", "two", "three"}));
  EXPECT_TRUE(log.undo());
  EXPECT_TRUE(log.undo());
  EXPECT_EQ(text_of(memory.to_bytes({0, 4})), "abcx");
  EXPECT_EQ(memory.content_size(), 4U);
  EXPECT_EQ(log.names(), (names{"one"}));
  EXPECT_TRUE(log.redo());
  EXPECT_EQ(memory.content_size(), 5U);
  EXPECT_EQ(log.names(), (names{"one", "two"}));
  log.rollback("one");
  EXPECT_EQ(memory, sparse_memory::from_bytes("abc"_bytes));
  EXPECT_EQ(log.redo_count(), 3U);
  while (log.redo()) {}
  EXPECT_EQ(memory.content_size(), 6U);
  EXPECT_THROW(log.rollback("four"), std::invalid_argument);
}

TEST(SparseUndoLog, AChangeAfterAnUndoEndsRedoing) {
  sparse_memory memory;
  undo_log log(memory);
  log.checkpoint();
  memory.poke(1, std::byte{1});
  log.undo();
  memory.poke(2, std::byte{2});
  EXPECT_EQ(log.redo_count(), 0U);
  EXPECT_FALSE(log.redo());
  EXPECT_TRUE(memory.contains(2));
}

TEST(SparseUndoLog, TheOldestAreForgotten) {
  sparse_memory memory;
  undo_log log(memory, 2);
  for (const char* name : {"one", "two", "three"}) {
    log.checkpoint(name);
    memory.append("x"_bytes);
  }
  EXPECT_EQ(log.names(), (names{"two", "three"}));
  EXPECT_TRUE(log.undo() && log.undo() && !log.undo());
  EXPECT_EQ(memory.content_size(), 1U);
  EXPECT_THROW(undo_log(memory, 0), std::invalid_argument);
}

TEST(SparseUndoLog, APinnedMemoryStays) {
  auto memory = sparse_memory::from_bytes("a block that is not small"_bytes);
  undo_log log(memory);
  log.checkpoint("before");
  memory.append("!"_bytes);
  {
    const auto pinned = memory.mutable_view({0, 5});
    EXPECT_THROW(log.undo(), buffer_pinned);
    EXPECT_THROW(log.rollback("before"), buffer_pinned);
  }
  EXPECT_EQ(log.undo_count(), 1U);
  EXPECT_TRUE(log.undo());
  EXPECT_EQ(memory.content_size(), 25U);
}

}  // namespace memosaic::undo_log_test
