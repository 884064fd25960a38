// SPDX-License-Identifier: Apache-2.0
// A table of every file below a folder, from its path to size, mode, times, type and first bytes; four processes look
// all paths up in it at the same time. Every answer is compared with what the system said; a wrong one ends it with
// status 1.
//
//     file_table [FOLDER [TABLE]]      the folder to list, and where the table is written
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/memosaic.hpp"

namespace {

using clock_type = std::chrono::steady_clock;

constexpr unsigned processes = 4;
constexpr std::size_t first_size = 16;
constexpr std::size_t batch = 64;
constexpr std::chrono::milliseconds time_to_look{1000};

struct file_facts {
  std::string path;
  std::uint64_t size = 0;
  memosaic::datetime modified;
  memosaic::datetime changed;
  std::uint16_t mode = 0;
  memosaic::fixed_text<8> type;
  memosaic::fixed_bytes<first_size> first;
};

}  // namespace

template <>
struct memosaic::description<file_facts> {
  static constexpr auto fields = memosaic::fields(
      "file", memosaic::field(1, "path", &file_facts::path).key(), memosaic::field(2, "size", &file_facts::size),
      memosaic::field(3, "modified", &file_facts::modified), memosaic::field(4, "changed", &file_facts::changed),
      memosaic::field(5, "mode", &file_facts::mode), memosaic::field(6, "type", &file_facts::type),
      memosaic::field(7, "first", &file_facts::first));
};

namespace {

double seconds_since(clock_type::time_point start) {
  return std::chrono::duration<double>(clock_type::now() - start).count();
}

double as_mib(std::uint64_t bytes) { return static_cast<double>(bytes) / (1 << 20); }

memosaic::datetime time_of(const timespec& time) {
  memosaic::datetime result;
  result.microseconds = std::int64_t{time.tv_sec} * 1'000'000 + time.tv_nsec / 1000;
  result.aware = true;
  return result;
}

const char* type_of(mode_t mode) {
  if (S_ISREG(mode)) return "file";
  if (S_ISDIR(mode)) return "folder";
  if (S_ISLNK(mode)) return "link";
  return "other";
}

/// The first bytes of a regular file; none of what cannot be read.
std::size_t read_first(const std::string& path, std::array<std::byte, first_size>& bytes) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return 0;
  const auto got = ::read(fd, bytes.data(), bytes.size());
  ::close(fd);
  return got < 0 ? 0 : static_cast<std::size_t>(got);
}

/// Adds everything below the folder; returns the paths.
std::vector<std::string> list(const std::filesystem::path& folder, memosaic::table_builder_of<file_facts>& builder) {
  std::vector<std::string> paths;
  std::size_t strange = 0;
  constexpr auto passing_over = std::filesystem::directory_options::skip_permission_denied;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, passing_over)) {
    file_facts facts;
    facts.path = entry.path().string();
    struct stat status {};
    if (::lstat(facts.path.c_str(), &status) != 0) continue;  // gone by now
    facts.size = static_cast<std::uint64_t>(status.st_size);
    facts.modified = time_of(status.st_mtim);
    facts.changed = time_of(status.st_ctim);
    facts.mode = static_cast<std::uint16_t>(status.st_mode & 07777U);
    facts.type = std::string_view(type_of(status.st_mode));
    std::array<std::byte, first_size> bytes{};
    if (S_ISREG(status.st_mode)) facts.first = memosaic::bytes_view(bytes.data(), read_first(facts.path, bytes));
    try {
      builder.add(facts);
      paths.push_back(std::move(facts.path));
    } catch (const std::invalid_argument&) {
      ++strange;  // a path that is not UTF-8 is no text
    }
  }
  if (strange != 0) std::printf("   %zu paths are not UTF-8 and were left out\n", strange);
  return paths;
}

/// What one process has to tell; it goes through a pipe.
struct looked_up {
  std::uint64_t lookups = 0;
  std::uint64_t wrong = 0;
  std::uint64_t bytes_listed = 0;
  double seconds = 0;
};

/// Looks all paths up, in an order of its own, until the time is up; and as many that are not there.
looked_up look_up(const memosaic::table& files, std::vector<std::string> paths, unsigned number) {
  std::shuffle(paths.begin(), paths.end(), std::mt19937_64(number));
  looked_up told;
  const auto start = clock_type::now();
  std::vector<std::string_view> keys(paths.begin(), paths.end());
  std::vector<std::optional<memosaic::record>> found(batch);
  do {
    told.bytes_listed = 0;
    for (std::size_t at = 0; at < keys.size(); at += batch) {
      const std::size_t count = std::min(batch, keys.size() - at);
      files.get_many(std::span(keys).subspan(at, count), std::span(found).first(count));
      for (std::size_t i = 0; i < count; ++i) {
        if (found[i]) {
          told.bytes_listed += (*found[i]).field(1).as_uint64();
        } else {
          ++told.wrong;
        }
      }
    }
    told.lookups += keys.size();
  } while (clock_type::now() - start < time_to_look && !keys.empty());
  told.seconds = seconds_since(start);
  for (const std::string& each : paths) told.wrong += files.contains(std::string_view(each + "?")) ? 1U : 0U;
  return told;
}

/// `Rss` and `Pss` of a process in bytes, of all its memory or of the mappings of one file.
struct memory_shares {
  std::uint64_t rss = 0;
  std::uint64_t pss = 0;
};
memory_shares memory_of(pid_t process, const std::string& file) {
  const std::string folder = "/proc/" + std::to_string(process);
  std::ifstream lines(folder + (file.empty() ? "/smaps_rollup" : "/smaps"));
  memory_shares sum;
  bool counts = file.empty();
  for (std::string line; std::getline(lines, line);) {
    const bool is_mapping = line.find('-') < line.find(' ') && line.find(':') > line.find(' ');
    if (is_mapping && !file.empty()) counts = line.ends_with(file);
    if (!counts) continue;
    if (line.starts_with("Rss:")) sum.rss += std::strtoull(line.c_str() + 4, nullptr, 10) * 1024;
    if (line.starts_with("Pss:")) sum.pss += std::strtoull(line.c_str() + 4, nullptr, 10) * 1024;
  }
  return sum;
}

/// A child that looks paths up, tells, and waits to be let go of.
struct reader {
  pid_t process = -1;
  int answers = -1;
  int release = -1;
};

reader start_reader(const std::filesystem::path& table, const std::vector<std::string>& paths, unsigned number) {
  std::array<int, 2> answers{};
  std::array<int, 2> release{};
  if (::pipe(answers.data()) != 0 || ::pipe(release.data()) != 0) return {};
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(release[1]);
    try {
      const memosaic::table files = memosaic::table::open(table);
      const looked_up told = look_up(files, paths, number);
      if (::write(answers[1], &told, sizeof told) != sizeof told) ::_exit(1);
      char byte = 0;
      static_cast<void>(::read(release[0], &byte, 1) < 0);  // the table stays open until its memory was looked at
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
      ::_exit(1);
    }
    ::_exit(0);
  }
  ::close(answers[1]);
  ::close(release[0]);
  return {child, answers[0], release[1]};
}

int look_up_together(const std::filesystem::path& table, const std::vector<std::string>& paths,
                     std::uint64_t bytes_listed) {
  std::fflush(stdout);
  std::vector<reader> readers;
  for (unsigned number = 0; number < processes; ++number) readers.push_back(start_reader(table, paths, number));
  std::uint64_t wrong = 0;
  double rate = 0;
  std::uint64_t lookups = 0;
  for (const reader& each : readers) {
    looked_up told;
    if (::read(each.answers, &told, sizeof told) != sizeof told) told.wrong = 1;
    wrong += told.wrong + (told.bytes_listed == bytes_listed ? 0U : 1U);
    lookups += told.lookups;
    if (told.seconds > 0) rate += static_cast<double>(told.lookups) / told.seconds;
  }
  memory_shares of_table;
  memory_shares of_all;
  for (const reader& each : readers) {
    const auto table_part = memory_of(each.process, table.string());
    const auto whole = memory_of(each.process, {});
    of_table.rss += table_part.rss;
    of_table.pss += table_part.pss;
    of_all.rss += whole.rss;
    of_all.pss += whole.pss;
  }
  // All are let go of before any is waited for: each holds the pipes of those that were started before it.
  for (const reader& each : readers) {
    ::close(each.release);
    ::close(each.answers);
  }
  for (const reader& each : readers) ::waitpid(each.process, nullptr, 0);
  std::printf("   %llu lookups by %u processes at once: %.1f million in a second, %.0f ns each; as many misses\n",
              static_cast<unsigned long long>(lookups), processes, rate / 1e6, rate > 0 ? processes * 1e9 / rate : 0);
  std::printf("   memory of the table: %.1f MiB in all four (Rss), %.1f MiB really, shared by them (Pss)\n",
              as_mib(of_table.rss), as_mib(of_table.pss));
  std::printf("   memory of the processes: %.1f MiB (Rss), %.1f MiB really (Pss)\n", as_mib(of_all.rss),
              as_mib(of_all.pss));
  if (wrong != 0) std::printf("   WRONG: %llu answers\n", static_cast<unsigned long long>(wrong));
  return wrong == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) try {
  const std::filesystem::path folder = argc > 1 ? argv[1] : ".";
  const bool keep = argc > 2;
  const auto table =
      keep ? std::filesystem::absolute(argv[2])
           : std::filesystem::temp_directory_path() / ("memosaic-files-" + std::to_string(::getpid()) + ".table");
  auto start = clock_type::now();
  memosaic::table_builder_of<file_facts> builder({.threads = 2, .sorted = true});
  const std::vector<std::string> paths = list(folder, builder);
  const double listing = seconds_since(start);
  start = clock_type::now();
  const memosaic::container_header header = builder.finish(table);
  std::printf("   %llu files below %s: listed and packed in %.2f s, table built in %.2f s\n",
              static_cast<unsigned long long>(header.record_count), folder.c_str(), listing, seconds_since(start));
  std::printf("   %.1f MiB, %.0f bytes a file with its path\n", as_mib(header.length),
              static_cast<double>(header.length) / static_cast<double>(std::max<std::size_t>(paths.size(), 1)));

  start = clock_type::now();
  const memosaic::table_of<file_facts> files(memosaic::table::open(table, memosaic::open_level::verified));
  std::printf("   every byte verified in %.2f s\n", seconds_since(start));
  std::uint64_t bytes_listed = 0;
  for (const memosaic::record each : files.table()) bytes_listed += each["size"].as_uint64();
  const int failed = look_up_together(table, paths, bytes_listed);
  if (!keep) std::filesystem::remove(table);
  return failed;
} catch (const std::exception& error) {
  std::fprintf(stderr, "file_table: %s\n", error.what());
  return 1;
}
