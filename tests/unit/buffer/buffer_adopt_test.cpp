// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "memosaic/buffer/buffer.hpp"
#include "support/test_owner.hpp"

namespace memosaic::buffer_adopt_test {

using namespace memosaic::literals;

struct foreign {
  std::vector<std::byte> bytes{std::byte{'a'}, std::byte{'b'}, std::byte{'c'}, std::byte{'d'}};
  int released = 0;
};

void release_foreign(void* context, std::byte* data, std::size_t size) noexcept {
  auto& source = *static_cast<foreign*>(context);
  EXPECT_EQ(data, source.bytes.data());
  EXPECT_EQ(size, source.bytes.size());
  ++source.released;
}

TEST(BufferAdopt, SharesTheMemoryAndReleasesItOnceWithTheLastHolder) {
  foreign source;
  view kept;
  {
    buffer adopted = buffer::adopt(source.bytes.data(), 4, &release_foreign, &source);
    EXPECT_EQ(adopted.data(), source.bytes.data());
    adopted[0] = std::byte{'A'};
    kept = adopted.view(1);
  }
  EXPECT_EQ(source.released, 0);
  EXPECT_EQ(text(kept.bytes()), "bcd");
  EXPECT_EQ(kept.retained_bytes(), 4U);
  kept.release();
  EXPECT_EQ(source.released, 1);
  EXPECT_EQ(source.bytes[0], std::byte{'A'});
}

TEST(BufferAdopt, GrowthMovesToTheHeapAndReleases) {
  foreign source;
  buffer adopted = buffer::adopt(source.bytes.data(), 4, &release_foreign, &source);
  adopted.erase(0, 1);
  adopted.append("e"_bytes);
  EXPECT_EQ(source.released, 1);
  EXPECT_EQ(text(adopted.bytes()), "bcde");
}

TEST(BufferAdopt, ShrinkingStaysInTheMemory) {
  foreign source;
  buffer adopted = buffer::adopt(source.bytes.data(), 4, &release_foreign, &source);
  adopted.resize(2);
  adopted.append(adopted.bytes());
  EXPECT_EQ(adopted.data(), source.bytes.data());
  EXPECT_EQ(text(source.bytes), "abab");
  adopted.clear();
  EXPECT_EQ(source.released, 0);
  adopted = buffer();
  EXPECT_EQ(source.released, 1);
}

TEST(BufferAdopt, TakesAnyCallable) {
  auto* const block = static_cast<std::byte*>(std::malloc(8));
  const buffer adopted = buffer::adopt(block, 8, &std::free);
  EXPECT_EQ(adopted.data(), block);

  auto owned = std::make_unique<std::byte[]>(3);
  auto* const data = owned.get();
  int released = 0;
  {
    const buffer second = buffer::adopt(data, 3, [kept = std::move(owned), &released](std::byte* freed) {
      EXPECT_EQ(freed, kept.get());
      ++released;
    });
    EXPECT_EQ(second.data(), data);
  }
  EXPECT_EQ(released, 1);
}

TEST(BufferAdopt, ReleasesWhenItFails) {
  int released = 0;
  EXPECT_THROW((void)buffer::adopt(nullptr, 3, [&released](std::byte*) { ++released; }), std::invalid_argument);
  EXPECT_EQ(released, 1);
  EXPECT_THROW((void)buffer::adopt(nullptr, npos, [&released](std::byte*) { ++released; }), std::invalid_argument);
  EXPECT_EQ(released, 2);
  buffer nothing = buffer::adopt(nullptr, 0, [&released](std::byte*) { ++released; });
  nothing.append("a"_bytes);
  EXPECT_EQ(released, 3);
}

}  // namespace memosaic::buffer_adopt_test
