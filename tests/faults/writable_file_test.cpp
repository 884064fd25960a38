// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/writable_file.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "faults/every_call_fails.hpp"
#include "memosaic/bytes/fill.hpp"
#include "memosaic/file/private_mapping.hpp"
#include "memosaic/file/writable_mapping.hpp"
#include "support/temporary_file.hpp"

namespace writable_file_faults {
using namespace memosaic;
using namespace memosaic::literals;
using test::every_call_fails;
using test::temporary_file;

std::unique_ptr<temporary_file> a_file() { return std::make_unique<temporary_file>("0123456789"_bytes); }

TEST(WritableFileFaults, WritingResizingAllocating) {
  const auto write = [](const std::unique_ptr<temporary_file>& stored) {
    writable_file target(stored->path());
    target.write_at(2, "ab"_bytes);
    target.allocate(5, 10'000);
    target.resize(10);
    target.begin_flush(0, 1);
    target.flush();
    EXPECT_EQ(text_of(stored->content()), "01ab456789");
  };
  EXPECT_GT(every_call_fails(a_file, write), 40u);
}

TEST(WritableFileFaults, Creating) {
  const auto create = [](const std::unique_ptr<temporary_file>& stored) {
    const auto path = stored->folder() / "new";
    try {
      EXPECT_TRUE(writable_file::create(path).is_open());
    } catch (const std::filesystem::filesystem_error&) {
      EXPECT_FALSE(std::filesystem::exists(path));
      throw;
    }
  };
  EXPECT_GT(every_call_fails(a_file, create), 10u);
}

TEST(WritableFileFaults, MappingGrowingFlushing) {
  const auto map_and_grow = [](const std::unique_ptr<temporary_file>& stored) {
    writable_file target(stored->path());
    writable_mapping mapped = writable_mapping::reserve(target, 100'000);
    const std::size_t before = mapped.size();
    try {
      mapped.grow(target, 50'000);
      mapped.grow(target, 60'000, disk_room::later);
    } catch (const std::filesystem::filesystem_error&) {
      EXPECT_TRUE(mapped.size() == before || mapped.size() == 50'000);
      EXPECT_GE(std::filesystem::file_size(stored->path()), mapped.size());
      throw;
    }
    fill(mapped.mutable_bytes(), std::byte{1});
    mapped.populate();
    mapped.lock(0, 1);
    mapped.unlock(0, 1);
    mapped.flush();
  };
  EXPECT_GT(every_call_fails(a_file, map_and_grow), 60u);
}

TEST(WritableFileFaults, MappingPrivately) {
  const auto map_it = [](const std::unique_ptr<temporary_file>& stored) {
    private_mapping mapped(file(stored->path()));
    mapped.mutable_bytes()[0] = std::byte{1};
  };
  EXPECT_GT(every_call_fails(a_file, map_it), 20u);
}

}  // namespace writable_file_faults
