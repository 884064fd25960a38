// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <chrono>
#include <vector>

#include "memosaic/table/table_numbers.hpp"
#include "memosaic/table/table_reader.hpp"
#include "support/table_building.hpp"
#include "support/temporary_file.hpp"

/// Many processes use one table at once.
namespace memosaic::table_processes_test {

/// Children of this process. Those that are left at the end are killed.
class crowd {
 public:
  crowd() = default;
  crowd(const crowd&) = delete;
  crowd& operator=(const crowd&) = delete;
  ~crowd() {
    for (const ::pid_t each : running_) {
      ::kill(each, SIGKILL);
      ::waitpid(each, nullptr, 0);
    }
  }

  template <typename Operation>
  void start(const Operation& operation) {
    const ::pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      int code = 99;
      try {
        code = operation();
      } catch (...) {
        code = 98;
      }
      ::_exit(code);
    }
    running_.push_back(child);
  }

  /// Waits for one; its exit code, or -1 if a signal ended it.
  [[nodiscard]] int end_one() {
    int status = 0;
    const ::pid_t child = running_.back();
    while (::waitpid(child, &status, 0) < 0) {}
    running_.pop_back();
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  [[nodiscard]] std::size_t size() const noexcept { return running_.size(); }

 private:
  std::vector<::pid_t> running_;
};

constexpr std::int64_t records = 50;

void publish(const std::filesystem::path& path, std::int64_t generation) {
  table_builder builder(test::keyed_schema(field_type::int64()), {.memory_limit = std::uint64_t{1} << 20U});
  // Of every generation the size is another one.
  for (std::int64_t key = 0; key < records + generation; ++key) builder.add(test::keyed_record(key * 3, generation));
  builder.finish(path);
}

/// What a reader does until it has seen the last generation; 0 if all was as it has to be.
int read_until(const std::filesystem::path& path, std::int64_t last_generation) {
  const auto stop = std::chrono::steady_clock::now() + std::chrono::minutes(3);
  table_handle handle(path);
  table_reader reader(handle);
  std::int64_t last = -1;
  while (last < last_generation) {
    handle.refresh();
    const table& now = reader.current();
    const std::int64_t generation = now[0]["n"].as_int64();
    if (generation < last) return 1;
    if (now.size() != static_cast<std::uint64_t>(records + generation)) return 2;
    for (const record each : now) {
      if (each["n"].as_int64() != generation) return 3;
    }
    const auto row = now.get(3 * (records + generation - 1));
    if (!row || (*row)["n"].as_int64() != generation) return 4;
    if (now.contains(3 * (records + generation))) return 5;
    last = generation;
    if (std::chrono::steady_clock::now() > stop) return 6;
    const ::timespec nap{0, 500'000};  // there are many more readers than cores
    ::nanosleep(&nap, nullptr);
  }
  return 0;
}

TEST(TableProcesses, SixtyFourReadersOverTwoHundredTables) {
  constexpr std::int64_t generations = 200;
  const test::temporary_file place;
  publish(place.path(), 0);
  crowd readers;
  for (int i = 0; i < 64; ++i) readers.start([&] { return read_until(place.path(), generations); });
  ASSERT_EQ(readers.size(), 64U);
  for (std::int64_t generation = 1; generation <= generations; ++generation) publish(place.path(), generation);
  while (readers.size() != 0) EXPECT_EQ(readers.end_one(), 0);
}

TEST(TableProcesses, CountersLoseNothing) {
  constexpr int rounds = 100'000;
  const test::temporary_file place;
  std::vector<schema_field> fields{{1, "key", field_type::int64()}, {2, "hits", field_type::int64()}};
  fields.push_back({3, "real", field_type::float32()});
  fields[1].in_place = fields[2].in_place = true;
  table_builder builder(schema({record_type{"item", std::move(fields), 1}}));
  for (int key = 0; key < 100; ++key) builder.add(value::record({{"key", key * 7}, {"hits", 1000}, {"real", 0.0}}));
  builder.finish(place.path());
  const auto count = [&] {
    const table_numbers numbers(place.path());
    const record row = *numbers.table().get(70);
    const auto hits = numbers.at<std::int64_t>(row, "hits");
    const auto real = numbers.at<float>(row, "real");
    for (int i = 0; i < rounds; ++i) {
      hits.add(1);
      if (i % 4 == 0) real.add(1);
    }
    numbers.check();
    return 0;
  };
  const table found = table::open(place.path());  // mapped before anything is written
  crowd writers;
  writers.start(count);
  writers.start(count);
  while (writers.size() != 0) EXPECT_EQ(writers.end_one(), 0);
  EXPECT_EQ((*found.get(70))["hits"].as_int64(), 1000 + 2 * rounds);
  EXPECT_EQ((*found.get(70))["real"].as_float64(), 2 * rounds / 4);
  EXPECT_EQ((*found.get(77))["hits"].as_int64(), 1000);
  found.verify();
}

}  // namespace memosaic::table_processes_test
