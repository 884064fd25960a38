// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "memosaic/table/table_reader.hpp"
#include "support/child_process.hpp"
#include "support/process_facts.hpp"
#include "support/table_containers.hpp"
#include "support/temporary_file.hpp"

/// Threads read a handle while others refresh it: each sees whole tables, and none that is older than one it has seen.
namespace memosaic::threads_table_handle_test {

constexpr std::size_t records = 40;

/// An array, published as `table_builder::finish` does, but without waiting for the device.
void publish(const std::filesystem::path& path, std::int64_t n) {
  static const schema types({record_type{"item", {{1, "n", field_type::int64()}}}});
  const std::vector<testing::cell_bytes> cells(records, types.pack(value::record({{"n", n}})));
  const auto bytes = testing::container_of(types, cells);
  const std::filesystem::path beside = path.string() + ".unfinished";
  std::ofstream(beside, std::ios::binary).write(text_of(bytes).data(), static_cast<std::streamsize>(bytes.size()));
  std::filesystem::rename(beside, path);
}

/// The one number that all records have; -1 if they differ.
std::int64_t whole(const table& found) {
  const std::int64_t n = found[0]["n"].as_int64();
  for (const record each : found) {
    if (each["n"].as_int64() != n) return -1;
  }
  return found.size() == records ? n : -1;
}

TEST(ThreadsTableHandle, ReadersNeverGoBack) {
  constexpr std::int64_t generations = 200;
  const test::temporary_file place;
  publish(place.path(), 0);
  table_handle handle(place.path());
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&] {
        table_reader reader(handle);
        for (std::int64_t last = 0; last < generations && !done;) {
          const std::int64_t now = whole(reader.current());
          if (now < last) ++wrong;
          last = std::max(last, now);
          std::this_thread::yield();
        }
      });
      threads.emplace_back([&] {
        for (std::int64_t last = 0; last < generations && !done;) {
          const std::int64_t now = whole(handle.current());
          if (now < last) ++wrong;
          last = std::max(last, now);
          std::this_thread::yield();
        }
      });
      threads.emplace_back([&] {
        for (; !done; std::this_thread::yield()) handle.refresh();
      });
    }
    for (std::int64_t n = 1; n <= generations; ++n) {
      publish(place.path(), n);
      const auto taken = whole(handle.current());
      if (handle.refresh() && whole(handle.current()) < taken) ++wrong;
      if (whole(handle.current()) != n) ++wrong;  // whoever took it over, it is there
    }
    done = true;
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(whole(handle.current()), generations);
  EXPECT_EQ(handle.generation(), static_cast<std::uint64_t>(generations));
}

/// What is current is there for whoever has it, and what nobody has is gone.
TEST(ThreadsTableHandle, ValuesLiveAsLongAsTheyAreUsed) {
  struct counted {
    explicit counted(std::atomic<int>& alive, int own) : alive_(alive), number(own) { ++alive_; }
    ~counted() {
      number = -1;
      --alive_;
    }
    std::atomic<int>& alive_;
    int number;
  };
  std::atomic<int> alive{0};
  std::atomic<int> wrong{0};
  std::atomic<int> replaced{0};
  {
    table_core::current_value<std::unique_ptr<counted>> current(std::make_unique<counted>(alive, 0));
    {
      std::vector<std::jthread> threads;
      for (int writer = 0; writer < 2; ++writer) {
        threads.emplace_back([&] {
          for (int i = 0; i < 50000; ++i) {
            const auto seen = current.get();
            const int next = (*seen)->number + 1;
            if (current.replace(seen, std::make_unique<counted>(alive, next))) ++replaced;
            if ((*seen)->number != next - 1) ++wrong;
          }
        });
        threads.emplace_back([&] {
          for (int i = 0, last = 0; i < 200000; ++i) {
            const auto seen = current.get();
            if ((*seen)->number < last) ++wrong;
            last = (*seen)->number;
          }
        });
      }
    }
    EXPECT_EQ((*current.get())->number, replaced);
    EXPECT_EQ(current.replaced(), static_cast<std::uint64_t>(replaced));
    EXPECT_EQ(alive, 1);
  }
  EXPECT_EQ(alive, 0);
  EXPECT_EQ(wrong, 0);
}

/// Nothing is locked: so a child has a handle that works, whatever the threads of its parent were about.
TEST(ThreadsTableHandle, AChildRefreshesToo) {
  if (test::has_sanitizer) GTEST_SKIP() << "their allocators wait for locks of threads that are not there";
  const test::temporary_file place;
  publish(place.path(), 0);
  table_handle handle(place.path());
  std::atomic<bool> done{false};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      while (!done) static_cast<void>(handle.current().size());
    });
    threads.emplace_back([&] {
      while (!done) handle.refresh();
    });
  }
  for (std::int64_t round = 1; round <= 30; ++round) {
    publish(place.path(), round);
    const auto end = test::in_child([&] {
      ::alarm(20);
      handle.refresh();
      if (whole(handle.current()) != round) return 1;
      publish(place.path(), round + 1000);
      return handle.refresh() && whole(handle.current()) == round + 1000 ? 0 : 2;
    });
    ASSERT_EQ(end.signal, 0) << round;
    ASSERT_EQ(end.code, 0) << round;
  }
  done = true;
}

}  // namespace memosaic::threads_table_handle_test
