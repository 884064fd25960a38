// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <vector>

#include "faults/every_call_fails.hpp"
#include "memosaic/file/copy_range.hpp"
#include "memosaic/file/page_cache.hpp"
#include "support/temporary_file.hpp"

namespace ranges_faults {
using namespace memosaic;
using test::every_call_fails;
using test::temporary_file;

struct two_files {
  two_files() : first(test::random_bytes(300'000)), source(first.path()), target(second.path()) {}
  temporary_file first;
  temporary_file second;
  file source;
  writable_file target;
};
std::unique_ptr<two_files> both() { return std::make_unique<two_files>(); }

TEST(RangesFaults, CopyingAndSending) {
  const auto copy = [](const std::unique_ptr<two_files>& files) {
    const auto copied = copy_range(files->source, {0, 300'000}, files->target, 5);
    const auto sent = send_file(files->target.fd(), files->source, {0, 300'000});
    EXPECT_EQ(copied, (io_progress{300'000, io_stop::done}));
    if (sent.stop == io_stop::done) {
      EXPECT_EQ(sent.size, 300'000u);
    }
  };
  EXPECT_GT(every_call_fails(both, copy), 5u);
}

TEST(RangesFaults, HintsAndCounts) {
  const auto hint = [](const std::unique_ptr<two_files>& files) {
    const std::array<file_run, 2> parts{{{0, 200'000}, {200'000, 100'000}}};
    prefetch(files->source, parts);
    const auto found = residency(files->source, parts[0]);
    EXPECT_LE(found.value_or(page_residency{}).resident, found.value_or(page_residency{}).pages);
    drop_behind(files->source, parts[0]);
  };
  EXPECT_EQ(every_call_fails(both, hint), 0u);
}

}  // namespace ranges_faults
