// SPDX-License-Identifier: Apache-2.0
// ThreadSanitizer brings its own operator new, which no program can replace.
#if defined(__SANITIZE_THREAD__)
#define MEMOSAIC_SPARSE_FAULTS_WITHOUT_OWN_NEW
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define MEMOSAIC_SPARSE_FAULTS_WITHOUT_OWN_NEW
#endif
#endif
#ifndef MEMOSAIC_SPARSE_FAULTS_WITHOUT_OWN_NEW

#include <gtest/gtest.h>

#include <cstddef>
#include <limits>
#include <new>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "memosaic/sparse/align.hpp"
#include "memosaic/sparse/join.hpp"
#include "memosaic/sparse/masked_search.hpp"
#include "memosaic/sparse/matches.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "memosaic/sparse/strides.hpp"
#include "memosaic/sparse/undo_log.hpp"
#include "memosaic/sparse/update.hpp"
#include "memosaic/sparse/wide_address.hpp"
#include "support/sparse_tree_check.hpp"

namespace allocation_faults {
extern std::size_t allocations_left;  // of this program's operator new, in allocation_test.cpp
}

/// Memory runs out at every allocation of every change: the content is then what it was.
namespace memosaic::sparse_allocation_faults {

using namespace memosaic::literals;

/// Full leaves and full inner nodes, long pieces and short ones: what has to be divided, copied and joined.
template <memory_address Address = std::int64_t>
basic_sparse_memory<Address> make() {
  basic_sparse_memory<Address> memory(basic_bounds<Address>{0, 1 << 24, bounds_policy::clip});
  for (int i = 0; i < 64 * 65; ++i) memory.poke(100 + i * 4, std::byte{'.'});
  memory.poke(102 + 520 * 4, std::byte{'.'});  // ascending pokes leave one place free in each leaf
  memory.write(1 << 20, std::vector<std::byte>(100'000, std::byte{'a'}));
  memory.fill({1 << 21, (1 << 21) + 100'000}, "pattern"_bytes);
  memory.write((1 << 22) + 1, "a block that is not small"_bytes);
  return memory;
}

template <memory_address Address = std::int64_t, typename Change>
void fail_at_every_allocation(Change change) {
  const auto before = make<Address>();
  for (const bool shared : {false, true}) {
    auto memory = make<Address>();
    std::optional<basic_sparse_memory<Address>> other;
    std::size_t failures = 0;
    for (std::size_t allowed = 0;; ++allowed) {
      ASSERT_LT(allowed, 100'000U);
      if (shared) other = memory.snapshot();
      bool done = true;
      allocation_faults::allocations_left = allowed;
      try {
        change(memory);
      } catch (const std::bad_alloc&) {
        done = false;
      }
      allocation_faults::allocations_left = std::numeric_limits<std::size_t>::max();
      ASSERT_EQ(sparse_tree_check<Address>::problem(memory), "");
      if (shared) {
        ASSERT_TRUE(*other == before);
      }
      if (done) break;
      ++failures;
      ASSERT_TRUE(memory == before) << "after failing with " << allowed << " allocations";
    }
    EXPECT_GT(failures, 0U) << (shared ? "shared" : "alone");
  }
}

TEST(SparseAllocationFaults, PokeIntoAFullLeaf) {
  fail_at_every_allocation([](sparse_memory& memory) { memory.poke(102 + 512 * 4, std::byte{'x'}); });
}
TEST(SparseAllocationFaults, WriteAcrossBlocks) {
  const std::vector<std::byte> bytes(3000, std::byte{'w'});
  fail_at_every_allocation([&](sparse_memory& memory) { memory.write(1001, bytes); });
}
TEST(SparseAllocationFaults, WriteIntoARun) {
  fail_at_every_allocation([](sparse_memory& memory) { memory.write((1 << 21) + 50'001, "x"_bytes); });
}
TEST(SparseAllocationFaults, Insert) {
  fail_at_every_allocation([](sparse_memory& memory) { memory.insert((1 << 20) + 501, "0123456789abcdefXYZ"_bytes); });
}
TEST(SparseAllocationFaults, InsertThatDropsTheTail) {
  const std::vector<std::byte> bytes(1 << 24, std::byte{'w'});
  fail_at_every_allocation([&](sparse_memory& memory) { memory.insert(500, bytes); });
}
TEST(SparseAllocationFaults, ReserveInsideAPiece) {
  fail_at_every_allocation([](sparse_memory& memory) { memory.reserve((1 << 21) + 50'003, 10); });
}
TEST(SparseAllocationFaults, EraseFromRunToBlock) {
  fail_at_every_allocation([](sparse_memory& memory) { memory.erase({(1 << 20) + 3, (1 << 21) + 3}); });
}
TEST(SparseAllocationFaults, Crop) {
  fail_at_every_allocation([](sparse_memory& memory) { memory.crop({5000, (1 << 21) + 3}); });
}
TEST(SparseAllocationFaults, Flood) {
  fail_at_every_allocation([](sparse_memory& memory) { memory.flood({5000, 1 << 20}, "xyz"_bytes); });
}
TEST(SparseAllocationFaults, WriteOfAnotherMemory) {
  sparse_memory few;
  few.write(5000, "a block that is not small"_bytes);
  few.write(1 << 20, "b"_bytes);
  fail_at_every_allocation([&](sparse_memory& memory) { memory.write(few, 3); });
}
TEST(SparseAllocationFaults, WriteOfItself) {
  fail_at_every_allocation([](sparse_memory& memory) { memory.write(memory, 2); });
}
TEST(SparseAllocationFaults, MutableViewOfARun) {
  fail_at_every_allocation([](sparse_memory& memory) {
    static_cast<void>(memory.mutable_view({(1 << 21) + 1, (1 << 21) + 9}));
  });
}

/// Addresses of 512 bits allocate nothing themselves.
TEST(SparseAllocationFaults, WideAddresses) {
  using wide_memory = basic_sparse_memory<wide_address>;
  fail_at_every_allocation<wide_address>([](wide_memory& memory) { memory.poke(102 + 512 * 4, std::byte{'x'}); });
  fail_at_every_allocation<wide_address>([](wide_memory& memory) { memory.flood({5000, 1 << 20}, "xyz"_bytes); });
  fail_at_every_allocation<wide_address>(
      [](wide_memory& memory) { memory.insert((1 << 20) + 501, std::vector<std::byte>(100, std::byte{'w'})); });
  fail_at_every_allocation<wide_address>([](wide_memory& memory) { memory.erase({(1 << 20) + 3, (1 << 21) + 3}); });
  fail_at_every_allocation<wide_address>([](wide_memory& memory) { memory.write(memory, 2); });
}

/// A search changes nothing; what it needs for itself may be missing.
TEST(SparseAllocationFaults, MaskedSearch) {
  const auto memory = make();
  for (const auto holes : {hole_match::none(), hole_match::as(std::byte{'.'}), hole_match::wildcards()}) {
    std::size_t failures = 0;
    for (std::size_t allowed = 0;; ++allowed) {
      ASSERT_LT(allowed, 1000U);
      allocation_faults::allocations_left = allowed;
      std::optional<std::int64_t> found;
      bool done = true;
      try {
        found = find(memory, masked_needle::parse("6E 65 72 ?? 70 61 74"), {0, 1 << 23}, holes);
      } catch (const std::bad_alloc&) {
        done = false;
      }
      allocation_faults::allocations_left = std::numeric_limits<std::size_t>::max();
      if (done) {
        EXPECT_FALSE(found.has_value());
        break;
      }
      ++failures;
    }
    EXPECT_GT(failures, 2U);
  }
}

TEST(SparseAllocationFaults, Align) {
  fail_at_every_allocation([](sparse_memory& memory) { align(memory, 64, "xyz"_bytes, {1 << 19, 1 << 23}); });
}
TEST(SparseAllocationFaults, OverwriteByItself) {
  fail_at_every_allocation([](sparse_memory& memory) { overwrite(memory, memory, 3); });
}
TEST(SparseAllocationFaults, UpdateByItems) {
  const std::vector<std::pair<std::int64_t, std::optional<std::byte>>> items{
      {100, std::nullopt}, {101, std::byte{'x'}}, {(1 << 20) + 5000, std::nullopt}};
  fail_at_every_allocation([&](sparse_memory& memory) { update(memory, items); });
}
TEST(SparseAllocationFaults, ReplaceByAnotherMemory) {
  const auto source = repeated(sparse_memory::from_bytes("a block that is not small"_bytes), 3);
  fail_at_every_allocation([&](sparse_memory& memory) { replace(memory, {500, (1 << 20) + 501}, source); });
}
TEST(SparseAllocationFaults, Strides) {
  fail_at_every_allocation([](sparse_memory& memory) { write_every(memory, {500, 1003}, 101, "abcde"_bytes); });
  fail_at_every_allocation([](sparse_memory& memory) { erase_every(memory, {500, 1000}, 3); });
}
TEST(SparseAllocationFaults, RemoveAll) {
  fail_at_every_allocation([](sparse_memory& memory) { remove_all(memory, "npat"_bytes, {0, (1 << 21) + 500}); });
}
TEST(SparseAllocationFaults, UndoAndRedo) {
  fail_at_every_allocation([](sparse_memory& memory) {
    undo_log log(memory);
    log.checkpoint("a name that is longer than what a string keeps in itself");
    if (!log.undo() || !log.redo()) throw std::logic_error("no step");
    memory.poke(102 + 512 * 4, std::byte{'x'});
  });
}

}  // namespace memosaic::sparse_allocation_faults
#endif
