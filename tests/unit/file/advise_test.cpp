// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "memosaic/file/mapping.hpp"
#include "os/calls.hpp"
#include "support/counting_calls.hpp"
#include "support/temporary_file.hpp"

namespace advise_test {
using namespace memosaic;

/// Keeps the last advice that was given, and can refuse it.
struct advice_calls final : test::counting_calls {
  std::byte* address = nullptr;
  std::size_t size = 0;
  os::advice kind = os::advice::normal;
  int error = 0;
  os::answer advise(std::byte* where, std::size_t count, os::advice what) noexcept override {
    address = where;
    size = count;
    kind = what;
    return error != 0 ? os::answer{0, error} : counting_calls::advise(where, count, what);
  }
};

TEST(MappingAdvise, ReachesTheKernelForWholePages) {
  const auto page = os::page_size();
  const test::temporary_file stored(test::random_bytes(5 * page));
  advice_calls calls;
  const mapping mapped(file(stored.path()), page + 10, 3 * page);
  const std::byte* const bytes = mapped.bytes().data();
  mapped.advise(access_pattern::will_need, page, page + 1);
  EXPECT_EQ(calls.kind, os::advice::will_need);
  EXPECT_EQ(calls.address, bytes + page - 10);
  EXPECT_EQ(calls.size, 11u);
  mapped.advise(access_pattern::random);
  EXPECT_EQ(calls.address, bytes - 10);
  EXPECT_EQ(calls.size, 3 * page + 10);
}

TEST(MappingAdvise, NoPatternChangesTheBytes) {
  const auto content = test::random_bytes(100'000);
  const test::temporary_file stored(content);
  const mapping mapped(file(stored.path()));
  for (const auto pattern : {access_pattern::normal, access_pattern::sequential, access_pattern::random,
                             access_pattern::will_need, access_pattern::dont_need}) {
    mapped.advise(pattern);
    EXPECT_TRUE(std::equal(content.begin(), content.end(), mapped.bytes().begin()));
  }
}

TEST(MappingAdvise, RefusalIsNoErrorButAWrongRangeIs) {
  const test::temporary_file stored(test::random_bytes(100));
  advice_calls calls;
  calls.error = EINVAL;
  const mapping mapped(file(stored.path()));
  mapped.advise(access_pattern::sequential);
  EXPECT_EQ(calls.kind, os::advice::sequential);
  calls.kind = os::advice::normal;
  EXPECT_THROW(mapped.advise(access_pattern::random, 0, 101), std::out_of_range);
  EXPECT_THROW(mapped.advise(access_pattern::random, 2, 1), std::out_of_range);
  mapped.advise(access_pattern::random, 100, 100);
  mapping().advise(access_pattern::random);
  EXPECT_EQ(calls.kind, os::advice::normal);
}

}  // namespace advise_test
