// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/unfill.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "memosaic/error.hpp"
#include "support/image_model.hpp"

namespace memosaic::unfill_test {

using namespace memosaic::literals;

test::image_bytes unfilled(const test::image_bytes& bytes, std::byte value, std::size_t least, image_range where) {
  test::image_bytes left;
  std::vector<int128> run;
  const auto close = [&] {
    if (run.size() < least) {
      for (const int128 at : run) left[at] = value;
    }
    run.clear();
  };
  for (const auto& [at, byte] : bytes) {
    if (byte != value || !where.contains(at)) {
      close();
      left[at] = byte;
      continue;
    }
    if (!run.empty() && run.back() + 1 != at) close();
    run.push_back(at);
  }
  close();
  return left;
}

TEST(Unfill, LeavesWhatTheModelLeaves) {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 4000; ++trial) {
    const int128 base = test::image_bases[random() % test::image_bases.size()];
    image_memory memory = test::random_image(random, base);
    const auto before = test::bytes_of_memory(memory);
    const std::size_t least = 1 + random() % 9;
    image_range where = image_memory::everywhere;
    if (random() % 2 == 0) where = {base - 60, base + static_cast<int128>(random() % 200)};
    unfill(memory, std::byte{0xFF}, least, where);
    ASSERT_EQ(test::bytes_of_memory(memory), unfilled(before, std::byte{0xFF}, least, where)) << trial;
  }
}

TEST(Unfill, RunsCostTheSameHoweverLong) {
  image_memory memory;
  memory.fill({0, int128{1} << 80}, "\xFF"_bytes);
  memory.write(1000, "boot"_bytes);
  memory.fill({int128{1} << 90, int128{1} << 100}, "\xFF\xFF\x00\x00"_bytes);
  unfill(memory, std::byte{0xFF}, 3);
  EXPECT_EQ(memory.block_count(), 2U);
  EXPECT_EQ(memory.block(0), (image_range{1000, 1004}));
  EXPECT_EQ(memory.block(1), (image_range{int128{1} << 90, int128{1} << 100}));
}

TEST(Unfill, ARunOfNothingIsRefused) {
  image_memory memory;
  EXPECT_THROW(unfill(memory, std::byte{}, 0), std::invalid_argument);
}

TEST(Unfill, APinnedRunStaysAndSoDoesAllElse) {
  image_memory memory;
  memory.write(0,
               "\xFF\xFF\xFF\xFF"
               "0123456789abcdef0123456789"_bytes);
  memory.write(100,
               "\xFF\xFF\xFF\xFF"
               "0123456789abcdef0123456789"_bytes);
  {
    const auto pinned = memory.mutable_view({100, 130});
    EXPECT_THROW(unfill(memory, std::byte{0xFF}), buffer_pinned);
  }
  EXPECT_EQ(memory.content_size(), 60U);
}

}  // namespace memosaic::unfill_test
