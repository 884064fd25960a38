// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <string>

#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/find_all.hpp"
#include "memosaic/bytes/searcher.hpp"
#include "support/search_levels.hpp"

namespace memosaic::find_near_test {

/// A haystack of 64 MiB of which only the 2 MiB at one end may be touched, as the rest of a mapped file that is slow to
/// read, or gone: a match that is near must be found without it.
class haystack_with_one_end {
 public:
  static constexpr std::size_t size = std::size_t{64} << 20;
  static constexpr std::size_t present = std::size_t{2} << 20;

  explicit haystack_with_one_end(bool front) {
    void* const mapped = ::mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapped == MAP_FAILED) throw std::bad_alloc();
    data_ = static_cast<std::byte*>(mapped);
    end_ = {data_ + (front ? 0 : size - present), present};
    if (::mprotect(end_.data(), present, PROT_READ | PROT_WRITE) != 0) throw std::bad_alloc();
    for (std::size_t at = 0; at < present; ++at) end_[at] = std::byte("etaoin"[at % 6]);
  }
  haystack_with_one_end(const haystack_with_one_end&) = delete;
  haystack_with_one_end& operator=(const haystack_with_one_end&) = delete;
  ~haystack_with_one_end() { ::munmap(data_, size); }

  [[nodiscard]] bytes_view all() const { return {data_, size}; }

  void put(std::size_t at, bytes_view bytes) { std::copy(bytes.begin(), bytes.end(), data_ + at); }

 private:
  std::byte* data_;
  mutable_bytes_view end_;
};

using namespace memosaic::literals;
const bytes_view needle = "stationed"_bytes;

TEST(FindNear, NothingFarAheadIsRead) {
  for (const std::size_t place : {std::size_t{0}, std::size_t{100}, std::size_t{40'000}, std::size_t{1'000'000}}) {
    haystack_with_one_end bytes(true);
    bytes.put(place, needle);
    EXPECT_EQ(find(bytes.all(), needle), place);
    EXPECT_EQ(searcher(needle).find(bytes.all()), place);
    EXPECT_EQ(*find_all(bytes.all(), needle).begin(), place);
    EXPECT_EQ(find(bytes.all(), needle, {.step = 4}), place);
    for (const simd_level level : available_simd_levels()) {
      EXPECT_EQ(testing::level_find(detail::search_kernels_for(level), bytes.all(), needle), place) << to_string(level);
    }
  }
}

TEST(FindNear, NothingFarBehindIsReadFromTheBack) {
  for (const std::size_t distance : {std::size_t{12}, std::size_t{40'000}, std::size_t{1'000'000}}) {
    haystack_with_one_end bytes(false);
    const std::size_t place = haystack_with_one_end::size - distance;
    bytes.put(place, needle);
    EXPECT_EQ(rfind(bytes.all(), needle), place);
    EXPECT_EQ(searcher(needle).rfind(bytes.all()), place);
    EXPECT_EQ(rfind(bytes.all(), needle, {.step = 4}), place);
    for (const simd_level level : available_simd_levels()) {
      EXPECT_EQ(testing::level_rfind(detail::search_kernels_for(level), bytes.all(), needle), place)
          << to_string(level);
    }
  }
}

}  // namespace memosaic::find_near_test
