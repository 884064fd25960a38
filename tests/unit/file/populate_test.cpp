// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include "memosaic/error.hpp"
#include "memosaic/file/mapping.hpp"
#include "memosaic/file/private_mapping.hpp"
#include "memosaic/file/watch_mappings.hpp"
#include "memosaic/file/writable_mapping.hpp"
#include "os/calls.hpp"
#include "support/child_process.hpp"
#include "support/failing_calls.hpp"
#include "support/temporary_file.hpp"

namespace populate_test {
using namespace memosaic;
using test::temporary_file;

/// Faults that this process has had so far, those that needed no device.
long faults() {
  struct ::rusage usage {};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_minflt;
}

TEST(MappingPopulate, LaterReadsHaveNoFaults) {
  const auto page = os::page_size();
  const temporary_file stored(test::random_bytes(2000 * page));
  const mapping mapped(file(stored.path()));
  mapped.advise(access_pattern::random);  // else the system maps neighbours with each fault
  mapped.populate();
  const long before = faults();
  for (std::size_t at = 0; at < mapped.size(); at += page) {
    static_cast<void>(*const_cast<const volatile std::byte*>(mapped.bytes().data() + at));
  }
  EXPECT_LT(faults() - before, 500);
  EXPECT_THROW(mapped.populate(0, mapped.size() + 1), std::out_of_range);
  mapping().populate();
}

TEST(MappingPopulate, TellsWhatTheFileHasLost) {
  const auto page = os::page_size();
  const temporary_file stored(test::random_bytes(10 * page));
  writable_file target(stored.path());
  const mapping mapped(target.source());
  const writable_mapping written(target);
  const private_mapping own(target.source());
  target.resize(3 * page);
  mapped.populate(0, 3 * page);
  EXPECT_THROW(mapped.populate(), file_changed);
  EXPECT_TRUE(mapped.damaged());
  EXPECT_THROW(written.populate(), file_changed);
  EXPECT_THROW(own.populate(5 * page, 6 * page), file_changed);
}

TEST(MappingPopulate, TouchesWhereTheSystemCannotBeAsked) {
  watch_mappings();
  const auto page = os::page_size();
  const temporary_file stored(test::random_bytes(10 * page));
  const mapping mapped(file(stored.path()));
  const test::refusing_calls calls({"populate"}, EINVAL);
  mapped.populate();
  EXPECT_FALSE(mapped.damaged());
  std::filesystem::resize_file(stored.path(), page);
  EXPECT_THROW(mapped.populate(), file_changed);
}

TEST(MappingLock, KeepsPagesUpToTheLimit) {
  const auto page = os::page_size();
  const temporary_file stored(test::random_bytes(10 * page));
  const mapping mapped(file(stored.path()));
  try {
    mapped.lock(0, page);
  } catch (const std::filesystem::filesystem_error&) {
    GTEST_SKIP() << "may not lock memory";
  }
  mapped.unlock(0, page);
  mapped.unlock();
  const test::refusing_calls calls({"lock"}, ENOMEM);
  try {
    mapped.lock();
    FAIL();
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.code(), std::errc::not_enough_memory);
    EXPECT_EQ(error.path1(), stored.path());
  }
}

}  // namespace populate_test
