// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "faults/every_call_fails.hpp"
#include "support/child_process.hpp"
#include "support/table_building.hpp"
#include "support/temporary_file.hpp"

/// A build fails or is killed at every call: its path holds the whole old or the whole new table, and nothing is left.
namespace memosaic::table_build_faults {

using test::temporary_file;
namespace fs = std::filesystem;

constexpr int rows = 420;

/// With records that do not fit into memory, every order, and one thread, so that each run makes the same calls.
void build(const fs::path& path) {
  table_builder builder(
      test::keyed_schema(field_type::text(), true),
      {.memory_limit = 1, .seed = 1, .insertion_order = true, .sorted = true, .temporary_folder = path.parent_path()});
  for (int i = 0; i < rows; ++i) builder.add(test::keyed_record("k" + std::to_string(i), i, true));
  builder.finish(path);
}

const std::vector<std::byte>& old_bytes() {
  static const auto made = [] {
    table_builder builder(test::keyed_schema(field_type::text(), true), {.seed = 1});
    builder.add(test::keyed_record("old", 7, true));
    return test::finished(builder);
  }();
  return made;
}

/// Equal builds make equal files.
const std::vector<std::byte>& new_bytes() {
  static const auto made = [] {
    const temporary_file stage;
    build(stage.path());
    EXPECT_EQ(table::open(stage.path(), open_level::verified).size(), std::uint64_t{rows});
    return stage.content();
  }();
  return made;
}

std::unique_ptr<temporary_file> old_table() { return std::make_unique<temporary_file>(old_bytes()); }

std::unique_ptr<temporary_file> no_table() {
  auto stage = std::make_unique<temporary_file>();
  fs::remove(stage->path());
  return stage;
}

/// Whether the path holds the new table; the old one, or nothing, is right too. Anything else is a failure.
bool is_new(const temporary_file& stage, bool had_old, const std::string& run) {
  const bool exists = fs::exists(stage.path());
  EXPECT_TRUE(exists || !had_old) << run;
  EXPECT_EQ(test::files_in(stage.folder()), exists ? 1U : 0U) << run;
  if (!exists) return false;
  const auto content = stage.content();
  if (had_old && content == old_bytes()) return false;
  EXPECT_TRUE(content == new_bytes()) << run;
  return true;
}

TEST(TableBuildFaults, EveryErrorAtEveryCall) {
  for (const bool had_old : {true, false}) {
    const auto run = [&](const std::unique_ptr<temporary_file>& stage) {
      try {
        build(stage->path());
      } catch (const fs::filesystem_error& error) {
        // What is said names the file or folder that is concerned.
        EXPECT_NE(std::string(error.what()).find(stage->folder().string()), std::string::npos) << error.what();
        is_new(*stage, had_old, error.what());
        throw;
      }
      EXPECT_TRUE(is_new(*stage, had_old, "a build that succeeded"));
    };
    EXPECT_GT(test::every_call_fails(had_old ? &old_table : &no_table, run), 100U);
  }
}

/// Every number that a system call may fail with, at every kind of call of a build: the first, with
/// MEMOSAIC_LONG also the last.
TEST(TableBuildFaults, EveryNumberOfAnErrorAtEveryKindOfCall) {
  std::map<std::string_view, std::size_t> kinds;
  {
    const auto stage = old_table();
    const test::counting_calls calls;
    build(stage->path());
    for (const std::string_view name :
         {"read_link", "path_status", "create_nameable", "create_unnamed", "set_permissions", "write", "write_at",
          "read_at", "flush", "name_it", "rename", "close", "open_folder"}) {
      kinds[name] = calls.made(name);
      EXPECT_GT(calls.made(name), 0U) << name;
    }
  }
  const bool is_long = std::getenv("MEMOSAIC_LONG") != nullptr;
  std::size_t failed = 0;
  for (const auto& [name, count] : kinds) {
    for (int error = 1; error <= 133; ++error) {
      for (const std::size_t number : std::set<std::size_t>{1, is_long ? count : 1}) {
        const auto stage = old_table();
        const std::string run =
            std::string(name) + " number " + std::to_string(number) + ", error " + std::to_string(error);
        {
          const test::failing_calls calls(name, number, error);
          try {
            build(stage->path());
          } catch (const fs::filesystem_error& failure) {
            EXPECT_EQ(failure.code().value(), error) << run;
            ++failed;
          }
          EXPECT_EQ(calls.open_descriptors(), 0U) << run;
        }
        is_new(*stage, true, run);
      }
    }
  }
  EXPECT_GT(failed, 1000U);
}

/// Ends the process at one call, before it is made.
class deadly_call : public test::counting_calls {
 public:
  explicit deadly_call(std::size_t number) : number_(number) {}

 protected:
  int error_of(std::size_t number, std::string_view) noexcept override {
    if (number == number_) ::kill(::getpid(), SIGKILL);
    return 0;
  }

 private:
  std::size_t number_;
};

/// What is left where files need names is told in docs/file.md; here they need none.
TEST(TableBuildFaults, KilledAtEveryCall) {
  for (const bool had_old : {true, false}) {
    std::size_t killed = 0;
    for (bool ended = false; !ended; ++killed) {
      const auto stage = had_old ? old_table() : no_table();
      const auto end = test::in_child([&] {
        const deadly_call calls(killed + 1);
        build(stage->path());
        return 0;
      });
      ended = end.code == 0;
      ASSERT_TRUE(ended || end.signal == SIGKILL) << killed;
      const std::string run = "killed at call " + std::to_string(killed + 1);
      if (test::files_in(stage->folder()) == 2) {
        // Between its two names. The next build takes what is left with it.
        build(stage->path());
        EXPECT_TRUE(is_new(*stage, had_old, run + ", and built again"));
        continue;
      }
      const bool published = is_new(*stage, had_old, run);
      EXPECT_TRUE(published || !ended) << run;
    }
    EXPECT_GT(killed, 15U);
  }
}

constexpr const char* start_mark = "/memosaic-a-build-starts";
constexpr const char* stop_mark = "/memosaic-a-build-stops";

/// What is run under strace, by the tests below.
TEST(TableBuildChild, DISABLED_Build) {
  const char* const path = std::getenv("MEMOSAIC_BUILD_TO");
  ASSERT_NE(path, nullptr);
  EXPECT_NE(::access(start_mark, F_OK), 0);
  build(path);
  EXPECT_NE(::access(stop_mark, F_OK), 0);
}

/// Runs the build in a process of its own under strace; answers what `system` does.
int traced(const std::string& options, const fs::path& path) {
  const std::string program = fs::read_symlink("/proc/self/exe").string();
  const std::string command = "MEMOSAIC_BUILD_TO='" + path.string() + "' exec strace -f " + options + " '" + program +
                              "' --gtest_filter=TableBuildChild.* --gtest_also_run_disabled_tests >/dev/null 2>&1";
  return std::system(command.c_str());
}

/// A call of the build, by its name and its number among all calls of the process with that name.
struct traced_call {
  std::string name;
  std::size_t number;
};

std::vector<traced_call> calls_of_build(const fs::path& log) {
  std::vector<traced_call> calls;
  std::map<std::string, std::size_t> counts;
  bool inside = false;
  std::ifstream stream(log);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t name_at = line.find_first_not_of("0123456789 ");
    const std::size_t stop = line.find('(');
    if (stop == std::string::npos || name_at == std::string::npos || stop < name_at) continue;
    const std::string name = line.substr(name_at, stop - name_at);
    const std::size_t number = ++counts[name];
    if (line.find(stop_mark) != std::string::npos) break;
    if (inside) calls.push_back({name, number});
    inside = inside || line.find(start_mark) != std::string::npos;
  }
  return calls;
}

/// By the system itself, at calls that the library's own layer does not make as well.
TEST(TableBuildFaults, KilledAtEverySystemCall) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers make calls of their own: nothing more is seen by killing the build at those";
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  GTEST_SKIP() << "sanitizers make calls of their own: nothing more is seen by killing the build at those";
#endif
#endif
  const auto first = old_table();
  const temporary_file log;
  if (traced("-o '" + log.path().string() + "'", first->path()) != 0) {
    GTEST_SKIP() << "strace is not there, or may not trace: only the library's own calls were tested";
  }
  const auto calls = calls_of_build(log.path());
  ASSERT_GT(calls.size(), 20U);
  std::size_t killed = 0;
  for (const traced_call& each : calls) {
    const std::string run = "killed at " + each.name + " number " + std::to_string(each.number);
    const auto stage = old_table();
    const int status = traced("-o /dev/null -e trace=" + each.name + " -e inject=" + each.name +
                                  ":signal=KILL:when=" + std::to_string(each.number),
                              stage->path());
    if (WIFSIGNALED(status)) ++killed;
    if (test::files_in(stage->folder()) == 2) build(stage->path());
    is_new(*stage, true, run);
  }
  // Where memory is asked for may differ from run to run, and then a call of that name is not reached.
  EXPECT_GT(killed, calls.size() * 9 / 10);
}

}  // namespace memosaic::table_build_faults
