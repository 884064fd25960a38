// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <vector>

#include "buffer/gather.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "support/temporary_file.hpp"

/// What goes into the entries of a gathering call: where it lies, unless neighbours are small.
namespace io_gather_test {
using namespace memosaic;

/// Claims a size without having the bytes; right as long as nobody copies.
struct claimed {
  const std::byte* start;
  std::size_t count;
  [[nodiscard]] const std::byte* data() const { return start; }
  [[nodiscard]] std::size_t size() const { return count; }
};

TEST(IoGather, LargePartsAndLoneSmallOnesAreNotCopied) {
  const auto bytes = test::random_bytes(4000);
  const bytes_view all(bytes);
  const std::vector<bytes_view> parts{all.first(1000),        all.subspan(1000, 3),   {},
                                      all.subspan(1003, 512), all.subspan(1515, 511), all.last(1000)};
  gather<bytes_view> list(parts);
  const auto batch = list.batch();
  ASSERT_EQ(batch.size(), 5u);
  const std::size_t places[] = {0, 1, 3, 4, 5};
  for (std::size_t index = 0; index < 5; ++index) {
    EXPECT_EQ(batch[index].iov_base, parts[places[index]].data());
    EXPECT_EQ(batch[index].iov_len, parts[places[index]].size());
  }
}

TEST(IoGather, SmallNeighboursBecomeOneEntry) {
  const auto bytes = test::random_bytes(2000);
  const bytes_view all(bytes);
  const std::vector<bytes_view> parts{
      all.first(100), all.subspan(100, 511), {}, all.subspan(611, 1), all.subspan(612, 1000)};
  gather<bytes_view> list(parts);
  const auto batch = list.batch();
  ASSERT_EQ(batch.size(), 2u);
  EXPECT_EQ(batch[0].iov_len, 612u);
  EXPECT_NE(batch[0].iov_base, bytes.data());
  EXPECT_EQ(std::memcmp(batch[0].iov_base, bytes.data(), 612), 0);
  EXPECT_EQ(batch[1].iov_base, bytes.data() + 612);
}

TEST(IoGather, AMillionSmallPartsNeedOneScratch) {
  const auto bytes = test::random_bytes(64);
  const std::vector<bytes_view> parts(1'000'000, bytes);
  gather<bytes_view> list(parts);
  std::size_t total = 0;
  const void* scratch = list.batch().front().iov_base;
  for (auto batch = list.batch(); !batch.empty(); batch = list.batch()) {
    ASSERT_EQ(batch.size(), 1u);
    ASSERT_EQ(batch[0].iov_base, scratch);
    ASSERT_LE(batch[0].iov_len, gather<bytes_view>::scratch_size);
    total += batch[0].iov_len;
    list.advance(batch[0].iov_len);
  }
  EXPECT_EQ(total, 64'000'000u);
}

TEST(IoGather, OneCallMovesAtMostItsLimit) {
  const std::byte byte{};
  const std::vector<claimed> parts{{&byte, os::call_limit - 1}, {&byte, 2}, {&byte, os::call_limit * 2 + 1}};
  gather<claimed> list(parts);
  std::vector<std::size_t> sizes;
  for (auto batch = list.batch(); !batch.empty(); batch = list.batch()) {
    std::size_t size = 0;
    for (const auto& entry : batch) size += entry.iov_len;
    sizes.push_back(size);
    list.advance(size);
  }
  EXPECT_EQ(sizes, (std::vector<std::size_t>{os::call_limit, os::call_limit, os::call_limit, 2}));
}

TEST(IoGather, CopiedPartsCountTowardsTheLimit) {
  const auto bytes = test::random_bytes(64);
  std::vector<claimed> parts{{bytes.data(), os::call_limit - 100}};
  for (int count = 0; count < 10; ++count) parts.push_back({bytes.data(), bytes.size()});
  parts.push_back({bytes.data(), 1000});
  gather<claimed> list(parts);
  std::size_t size = 0;
  for (const auto& entry : list.batch()) size += entry.iov_len;
  EXPECT_LE(size, os::call_limit);
  list.advance(size);
  for (const auto& entry : list.batch()) size += entry.iov_len;
  EXPECT_EQ(size, os::call_limit - 100 + 640 + 1000);
}

TEST(IoGather, AdvanceStopsInsideAnEntry) {
  const auto bytes = test::random_bytes(3000);
  const bytes_view all(bytes);
  const std::vector<bytes_view> parts{all.first(1000), all.subspan(1000, 1000), all.last(1000)};
  gather<bytes_view> list(parts);
  ASSERT_EQ(list.batch().size(), 3u);
  list.advance(1001);
  EXPECT_EQ(list.batch().size(), 2u);
  EXPECT_EQ(list.batch()[0].iov_base, bytes.data() + 1001);
  EXPECT_EQ(list.batch()[0].iov_len, 999u);
  list.advance(999);
  EXPECT_EQ(list.batch()[0].iov_base, bytes.data() + 2000);
  list.advance(1000);
  EXPECT_TRUE(list.batch().empty());
}

}  // namespace io_gather_test
