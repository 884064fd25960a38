// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/file_bytes.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "faults/every_call_fails.hpp"
#include "memosaic/bytes/compare.hpp"
#include "memosaic/file/window_pool.hpp"
#include "support/temporary_file.hpp"

namespace file_bytes_faults {
using namespace memosaic;
using test::every_call_fails;
using test::temporary_file;

struct no_stage {};

class FileBytesFaults : public testing::TestWithParam<window_backing> {};
INSTANTIATE_TEST_SUITE_P(Backings, FileBytesFaults,
                         testing::Values(window_backing::resident, window_backing::mapped, window_backing::read));

TEST_P(FileBytesFaults, GoingThroughAFile) {
  const auto content = test::random_bytes(50'000);
  const temporary_file stored(content);
  const auto go_through = [&](no_stage) {
    window_pool_options options;
    options.backing = GetParam();
    options.window_size = 16'384;
    options.limits.soft_bytes = 16'384;
    window_pool pool(options);
    file_bytes bytes(pool.open(stored.path()));
    EXPECT_EQ(bytes.find(bytes_view(content).last(30)), content.size() - 30);
    EXPECT_TRUE(bytes.equal(content));
    std::size_t seen = 0;
    for (const window& part : bytes.chunks()) seen += part.size();
    EXPECT_EQ(seen, content.size());
    bytes.check();
  };
  EXPECT_GT(every_call_fails([] { return no_stage(); }, go_through), 30U);
}

}  // namespace file_bytes_faults
