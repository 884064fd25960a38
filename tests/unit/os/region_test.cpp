// SPDX-License-Identifier: Apache-2.0
#include "os/region.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <utility>
#include <vector>

namespace region_test {
using namespace memosaic;

std::byte* some_pages() {
  return static_cast<std::byte*>(
      ::mmap(nullptr, os::page_size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}
bool is_mapped(std::byte* address) {
  unsigned char resident = 0;
  return ::mincore(address, os::page_size(), &resident) == 0;
}

TEST(Region, UnmapsAtItsEnd) {
  std::byte* const pages = some_pages();
  {
    const os::region owner(pages, os::page_size());
    EXPECT_TRUE(is_mapped(pages));
  }
  EXPECT_FALSE(is_mapped(pages));
}

TEST(Region, MovesLeaveItEmptyAndUnmapWhatWasThere) {
  std::byte* const first = some_pages();
  std::byte* const second = some_pages();
  os::region a(first, os::page_size());
  os::region b(second, os::page_size());
  b = std::move(a);
  EXPECT_EQ(a.size(), 0u);
  EXPECT_EQ(a.address(), nullptr);
  EXPECT_EQ(b.address(), first);
  EXPECT_FALSE(is_mapped(second));
  const os::region c(std::move(b));
  EXPECT_EQ(b.size(), 0u);
  EXPECT_TRUE(is_mapped(c.address()));
}

}  // namespace region_test
