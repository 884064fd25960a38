// SPDX-License-Identifier: Apache-2.0
// ThreadSanitizer brings its own operator new, which no program can replace.
#if defined(__SANITIZE_THREAD__)
#define MEMOSAIC_TABLE_FAULTS_WITHOUT_OWN_NEW
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define MEMOSAIC_TABLE_FAULTS_WITHOUT_OWN_NEW
#endif
#endif
#ifndef MEMOSAIC_TABLE_FAULTS_WITHOUT_OWN_NEW

#include <gtest/gtest.h>

#include <cstddef>
#include <limits>
#include <new>
#include <string>

#include "faults/every_call_fails.hpp"
#include "support/sample_tables.hpp"
#include "support/table_building.hpp"
#include "support/temporary_file.hpp"

namespace allocation_faults {
extern std::size_t allocations_left;  // of this program's operator new, in allocation_test.cpp
}

/// Memory runs out at every allocation of opening, reading and building a table.
namespace memosaic::table_allocation_faults {

/// Runs `operation` until no allocation of it fails; returns how often it threw.
template <typename Operation>
std::size_t every_allocation_fails(const Operation& operation) {
  const std::size_t descriptors = test::descriptors_of_process();
  for (std::size_t number = 0;; ++number) {
    bool ran_out = false;
    allocation_faults::allocations_left = number;
    try {
      operation();
    } catch (const std::bad_alloc&) {
      ran_out = true;
    }
    allocation_faults::allocations_left = std::numeric_limits<std::size_t>::max();
    EXPECT_EQ(test::descriptors_of_process(), descriptors) << number;
    if (!ran_out) return number;
  }
}

TEST(TableAllocationFaults, OpeningAndVerifying) {
  for (const auto name : testing::sample_maker::names) {
    const testing::sample_table sample = testing::sample_maker::make(name, 4096);
    const test::temporary_file stored(sample.bytes);
    for (const auto level : {open_level::checked, open_level::verified, open_level::trusted}) {
      EXPECT_GT(every_allocation_fails([&] { static_cast<void>(table::open(stored.path(), level)); }), 5U) << name;
    }
  }
}

TEST(TableAllocationFaults, LookupsAreWholeOrFail) {
  for (const auto name : testing::sample_maker::names) {
    const testing::sample_table sample = testing::sample_maker::make(name, 4096);
    const table found = test::opened(sample.bytes);
    if (found.kind() == table_kind::array) continue;
    for (const value& key : sample.keys) {
      bool was_found = false;
      every_allocation_fails([&] { was_found = found.contains(key); });
      EXPECT_TRUE(was_found) << name;
      value copy;
      const std::size_t failures = every_allocation_fails([&] { copy = found.get(key)->materialise(); });
      EXPECT_GT(failures, 1U) << name;
      EXPECT_TRUE(same_key(*copy.find("key"), key)) << name;
    }
    // Without memory at all, where keys are texts, bytes or integers: nothing is allocated for those.
    if (sample.keys.front().kind() == value_kind::tuple) continue;
    EXPECT_EQ(every_allocation_fails([&] { static_cast<void>(found.get(sample.keys.front())); }), 0U) << name;
  }
}

TEST(TableAllocationFaults, ABuildLeavesTheOldFile) {
  std::size_t runs = 0;
  for (const unsigned threads : {1U, 2U}) {
    // The counter is no atomic: of two threads, both may take the last allocation, which only ends the sweep sooner.
    for (std::size_t allowed = 0;; allowed += 1 + allowed / 12) {
      const std::string old = "the old table";
      const test::temporary_file file(bytes_of(old));
      bool ran_out = false;
      allocation_faults::allocations_left = allowed;
      try {
        table_builder builder(test::keyed_schema(field_type::text(), true),
                              {.memory_limit = 1, .threads = threads, .insertion_order = true, .sorted = true});
        for (int i = 0; i < 300; ++i) builder.add(test::keyed_record("k" + std::to_string(i), i, true));
        builder.finish(file.path());
      } catch (const std::bad_alloc&) {
        ran_out = true;
      }
      allocation_faults::allocations_left = std::numeric_limits<std::size_t>::max();
      EXPECT_EQ(test::files_in(file.folder()), 1U) << allowed;
      if (!ran_out) {
        EXPECT_EQ(table::open(file.path(), open_level::verified).size(), 300U);
        break;
      }
      ++runs;
      const auto content = file.content();
      EXPECT_EQ(text_of(content), old) << allowed;
    }
  }
  EXPECT_GT(runs, 50U);
}

}  // namespace memosaic::table_allocation_faults

#endif
