// SPDX-License-Identifier: Apache-2.0
// ThreadSanitizer brings its own operator new, which no program can replace.
#if defined(__SANITIZE_THREAD__)
#define MEMOSAIC_TEST_WITHOUT_OWN_NEW
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define MEMOSAIC_TEST_WITHOUT_OWN_NEW
#endif
#endif
#ifndef MEMOSAIC_TEST_WITHOUT_OWN_NEW

#include <gtest/gtest.h>

#include <cstdlib>
#include <iterator>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "memosaic/buffer/buffer.hpp"
#include "memosaic/buffer/chain.hpp"
#include "memosaic/bytes/segment_searcher.hpp"
#include "support/test_owner.hpp"

namespace memosaic::allocation_failure_test {

/// How many allocations still succeed in this thread; negative: all.
thread_local int left = -1;
thread_local std::int64_t alive = 0;

void* allocate(std::size_t size, std::size_t alignment) {
  if (left == 0) throw std::bad_alloc();
  if (left > 0) --left;
  void* block = nullptr;
  if (posix_memalign(&block, alignment, size) != 0) throw std::bad_alloc();
  ++alive;
  return block;
}

void deallocate(void* block) noexcept {
  if (block != nullptr) --alive;
  std::free(block);
}

}  // namespace memosaic::allocation_failure_test

// For this whole program: the other tests leave `left` alone and so never fail.
void* operator new(std::size_t size) { return memosaic::allocation_failure_test::allocate(size, 16); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return operator new(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return memosaic::allocation_failure_test::allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* block) noexcept { memosaic::allocation_failure_test::deallocate(block); }
void operator delete(void* block, std::size_t) noexcept { memosaic::allocation_failure_test::deallocate(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept {
  memosaic::allocation_failure_test::deallocate(block);
}
void operator delete(void* block, std::align_val_t) noexcept { memosaic::allocation_failure_test::deallocate(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
  memosaic::allocation_failure_test::deallocate(block);
}

namespace memosaic::allocation_failure_test {

using namespace memosaic::literals;

/// Lets the first, the second, ... allocation of `operation` on a fresh buffer fail, until it succeeds: each failure
/// must leave content, size and place as they were, and lose no memory.
template <typename Operation>
void fails_cleanly(int least_failures, Operation operation) {
  const auto alive_before = alive;
  int failures = 0;
  for (bool done = false; !done; ++failures) {
    buffer bytes("0123456789012345678901234567890123456789012345678901234567890123"_bytes);
    const std::string before(text(bytes.bytes()));
    const auto* const place = bytes.data();
    left = failures;
    try {
      operation(bytes);
      done = true;
    } catch (const std::bad_alloc&) {}
    left = -1;
    if (!done) {
      ASSERT_EQ(text(bytes.bytes()), before);
      ASSERT_EQ(bytes.data(), place);
    }
  }
  EXPECT_GT(failures, least_failures);
  EXPECT_EQ(alive, alive_before);
}

TEST(AllocationFailure, BufferOperationsAreAllOrNothing) {
  const std::string big(1000, 'x');
  fails_cleanly(1, [&](buffer& bytes) { bytes.append(bytes_of(big)); });
  fails_cleanly(2, [&](buffer& bytes) { bytes.append(bytes.bytes()); });
  fails_cleanly(2, [&](buffer& bytes) { bytes.prepend(bytes.bytes()); });
  fails_cleanly(2, [&](buffer& bytes) { bytes.insert(7, bytes.bytes().subspan(3)); });
  fails_cleanly(2, [&](buffer& bytes) { bytes.replace(1, 9, bytes.bytes().subspan(3)); });
  fails_cleanly(2, [&](buffer& bytes) { bytes.resize(1000, bytes.bytes()); });
  fails_cleanly(1, [&](buffer& bytes) { bytes.resize_uninitialized(1000); });
  fails_cleanly(1, [&](buffer& bytes) { bytes.reserve(1000, 1000); });
  fails_cleanly(1, [&](buffer& bytes) { bytes.repeat(3); });
  fails_cleanly(2, [&](buffer& bytes) { (void)bytes.copy(); });
  fails_cleanly(2, [](buffer&) { (void)buffer(10, "x"_bytes); });
  fails_cleanly(2, [&](buffer&) { (void)buffer::join({"a"_bytes, "b"_bytes}); });
}

TEST(AllocationFailure, AdoptionReleasesExactlyOnce) {
  std::byte foreign[4]{};
  for (int failing = 0; failing < 2; ++failing) {
    int released = 0;
    left = failing;
    EXPECT_THROW((void)buffer::adopt(foreign, 4, [&released](std::byte*) { ++released; }), std::bad_alloc);
    left = -1;
    EXPECT_EQ(released, 1);
  }
}

TEST(AllocationFailure, ViewsAndChainsAreAllOrNothing) {
  fails_cleanly(2, [](buffer& bytes) { (void)bytes.view(1, 2).compact(); });
  fails_cleanly(0, [](buffer& bytes) { (void)bytes.view(1).sub(2, 9); });
  fails_cleanly(4, [](buffer& bytes) { (void)chain({bytes.view(1, 2), bytes.view(3)}).coalesce(); });
  buffer bytes("abc"_bytes);
  chain parts({bytes.view(), bytes.view()});
  for (int failing = 0; failing < 2; ++failing) {
    left = failing;
    EXPECT_THROW(parts.append(parts), std::bad_alloc);
    left = -1;
    EXPECT_EQ(parts.size(), 6U);
    EXPECT_EQ(parts.segments().size(), 2U);
  }
}

/// Assigns `source` to a copy of `target`, failing at one allocation after the other: each failure must leave what
/// `state_of` tells as it was.
template <typename Value, typename State>
void assigns_cleanly(const Value& target, const Value& source, State state_of) {
  int failures = 0;
  for (bool done = false; !done; ++failures) {
    Value assigned(target);
    left = failures;
    try {
      assigned = source;
      done = true;
    } catch (const std::bad_alloc&) {}
    left = -1;
    EXPECT_EQ(state_of(assigned), state_of(done ? source : target)) << failures;
  }
  EXPECT_GT(failures, 2);
}

TEST(AllocationFailure, AssignmentsOfSeveralPartsAreAllOrNothing) {
  const view part("abc"_bytes, unowned);
  const chain parts({part, part, part, part});
  const chain fewer({part.sub(1)});
  assigns_cleanly(fewer, parts, [](const chain& bytes) { return std::pair(bytes.size(), bytes.segments().size()); });

  // The longer needle with the shorter one's table would be read beyond the table's end.
  const auto matches_in = [](segment_searcher search) {
    std::vector<std::uint64_t> found;
    for (int time = 0; time < 4; ++time) {
      search.feed("abcabcab"_bytes);
      while (const auto at = search.next()) found.push_back(*at);
    }
    return found;
  };
  assigns_cleanly(segment_searcher("ca"_bytes), segment_searcher("bcababcabcababcabc"_bytes), matches_in);

  const auto matches = fewer.find_all("bc"_bytes, overlap::yes);
  const auto others = parts.find_all("cabca"_bytes, overlap::yes);
  assigns_cleanly(matches.begin(), others.begin(), [](chain_matches::iterator at) {
    std::vector<std::size_t> found;
    for (; at != std::default_sentinel; ++at) found.push_back(*at);
    return found;
  });
}

}  // namespace memosaic::allocation_failure_test

#endif  // MEMOSAIC_TEST_WITHOUT_OWN_NEW
