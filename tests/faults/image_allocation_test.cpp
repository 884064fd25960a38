// SPDX-License-Identifier: Apache-2.0
// ThreadSanitizer brings its own operator new, which no program can replace.
#if defined(__SANITIZE_THREAD__)
#define MEMOSAIC_IMAGE_FAULTS_WITHOUT_OWN_NEW
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define MEMOSAIC_IMAGE_FAULTS_WITHOUT_OWN_NEW
#endif
#endif
#ifndef MEMOSAIC_IMAGE_FAULTS_WITHOUT_OWN_NEW

#include <gtest/gtest.h>

#include <cstddef>
#include <limits>
#include <new>

#include "memosaic/image/byte_operations.hpp"
#include "memosaic/image/image_checksum.hpp"
#include "memosaic/image/image_merger.hpp"
#include "memosaic/image/image_patch.hpp"
#include "memosaic/image/unfill.hpp"

namespace allocation_faults {
extern std::size_t allocations_left;  // of this program's operator new, in allocation_test.cpp
}

/// Memory runs out at every allocation of what changes an image: it is then what it was.
namespace memosaic::image_allocation_faults {

using namespace memosaic::literals;

image make() {
  image made;
  for (int i = 0; i < 80; ++i) made.memory.write(100 + i * 7, "abc\xFF\xFF"_bytes);
  made.memory.fill({1 << 20, (1 << 20) + 100'000}, "pattern"_bytes);
  made.memory.write((1 << 22) + 1, std::vector<std::byte>(70'000, std::byte{0xFF}));
  made.entry = image_entry{100, std::nullopt};
  made.header = "a header that is too long to lie in the string itself";
  return made;
}

// `state` is copied for each attempt; `change` changes it, and `same` compares it with what it was.
template <typename State, typename Change, typename Same>
void fail_at_every_allocation(const State& before, Change change, Same same) {
  std::size_t failures = 0;
  for (std::size_t allowed = 0;; allowed += 1 + allowed / 20) {
    ASSERT_LT(allowed, 1'000'000U);
    State state = before;
    bool done = true;
    allocation_faults::allocations_left = allowed;
    try {
      change(state);
    } catch (const std::bad_alloc&) {
      done = false;
    }
    allocation_faults::allocations_left = std::numeric_limits<std::size_t>::max();
    if (done) break;
    ++failures;
    ASSERT_TRUE(same(state, before)) << "after failing with " << allowed << " allocations";
  }
  EXPECT_GT(failures, 0U);
}

template <typename Change>
void fail_on_image(Change change) {
  fail_at_every_allocation(make(), change, [](const image& a, const image& b) { return a == b; });
}

TEST(ImageAllocationFaults, Unfill) {
  fail_on_image([](image& state) { unfill(state.memory, std::byte{0xFF}); });
}
TEST(ImageAllocationFaults, CombineBits) {
  fail_on_image([](image& state) { combine_bits(state.memory, bit_operation::exclusive, "xyz"_bytes, {0, 1 << 24}); });
}
TEST(ImageAllocationFaults, CombineBitsOfAnother) {
  image_memory other;
  other.fill({0, 1 << 21}, "0123"_bytes);
  fail_on_image([&](image& state) { combine_bits(state.memory, bit_operation::disjunction, other); });
}
TEST(ImageAllocationFaults, SwapBytes) {
  fail_on_image([](image& state) { swap_bytes(state.memory, 4); });
}
TEST(ImageAllocationFaults, StoreAChecksum) {
  fail_on_image([](image& state) {
    static_cast<void>(store_image_checksum(state.memory, {.holes = hole_rule::skip(), .target = 1 << 23}));
  });
}
TEST(ImageAllocationFaults, StoreAMeasure) {
  fail_on_image([](image& state) { static_cast<void>(store_image_measure(state.memory, {.target = 1 << 23})); });
}
TEST(ImageAllocationFaults, ApplyAPatch) {
  image after = make();
  after.memory.shift(1);
  after.entry.reset();
  const image_patch patch(make(), after);
  fail_on_image([&](image& state) { patch.apply(state); });
}
TEST(ImageAllocationFaults, MergeAnother) {
  image_merger merger({.memory = merge_policy::replace, .header = merge_policy::replace});
  merger.add("first", make());
  image second = make();
  second.memory.shift(3);
  second.header += " and more";
  fail_at_every_allocation(
      merger, [&](image_merger& state) { state.add("a second image with a long name", second); },
      [](const image_merger& a, const image_merger& b) {
        return a.merged() == b.merged() && a.conflicts() == b.conflicts() && a.contributions() == b.contributions();
      });
}

}  // namespace memosaic::image_allocation_faults

#endif
