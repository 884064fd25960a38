// SPDX-License-Identifier: Apache-2.0
// A file far larger than what may be in memory of it is searched by two threads: a hole of gigabytes with shared
// libraries of this machine in it. The answer is compared with another search of what was put there, and the memory
// with what the system says of this process; a wrong answer or more memory ends it with status 1.
//
//     scan_large_file [FOLDER [MIB]]      the folder for the file, and how long it is to be
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/memosaic.hpp"

namespace {

using memosaic::file_run;

constexpr std::uint64_t mib = std::uint64_t{1} << 20;
constexpr std::uint64_t budget = 64 * mib;
constexpr unsigned threads = 2;
constexpr std::size_t part_count = 16;
constexpr std::uint64_t piece_size = 32 * mib;
constexpr std::size_t pieces_behind = 2 * budget / piece_size;
constexpr std::array<std::string_view, 3> patterns{"GLIBC_2.",
                                                   "\x7f"
                                                   "ELF",
                                                   "_ZNSt"};
constexpr std::size_t longest_pattern = 8;

double as_mib(std::uint64_t bytes) { return static_cast<double>(bytes) / static_cast<double>(mib); }

/// A line such as `VmHWM:    1234 kB` of what the system says of this process, in bytes; 0 if it does not.
std::uint64_t memory_of_process(std::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return std::strtoull(line.c_str() + name.size() + 1, nullptr, 10) * 1024;
  }
  return 0;
}

/// The shared libraries of this machine, one behind the other.
class libraries {
 public:
  libraries() {
    for (const char* folder : {"/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"}) {
      std::error_code ignored;
      for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const bool is_library = entry.path().filename().string().find(".so") != std::string::npos;
        if (is_library && entry.is_regular_file(ignored)) paths_.push_back(entry.path());
      }
    }
    paths_.emplace_back("/proc/self/exe");
    std::sort(paths_.begin(), paths_.end());
  }

  void read(memosaic::mutable_bytes_view target) {
    while (!target.empty()) {
      if (!current_.is_open()) current_ = memosaic::file(paths_[next_++ % paths_.size()]);
      const std::size_t count = current_.read_next(target);
      target = target.subspan(count);
      if (count == 0) current_ = {};
    }
  }

 private:
  std::vector<std::filesystem::path> paths_;
  std::size_t next_ = 0;
  memosaic::file current_;
};

/// A file that is removed at the end, and what is known of it.
struct large_file {
  std::filesystem::path path;
  std::uint64_t size = 0;
  std::uint64_t matches = 0;

  large_file(const std::filesystem::path& folder, std::uint64_t wanted)
      : path(folder / ("scan-" + std::to_string(::getpid()) + ".bin")), size(wanted) {
    const std::uint64_t distance = size / (part_count + 1);
    std::vector<std::byte> part(static_cast<std::size_t>(std::min<std::uint64_t>(4 * mib, distance / 4)));
    libraries source;
    memosaic::output_file file(path);
    std::uint64_t at = 0;
    for (std::size_t i = 1; i <= part_count; ++i) {
      const std::uint64_t start = i * distance - part.size() / 2;
      source.read(part);
      file.skip(start - at);
      file.write(part);
      at = start + part.size();
      const std::string_view text = memosaic::text_of(part);
      for (const std::string_view pattern : patterns) {
        for (std::size_t found = 0; (found = text.find(pattern, found)) != std::string_view::npos; ++found) ++matches;
      }
    }
    file.resize(size);
    file.publish();
  }
  large_file(const large_file&) = delete;
  large_file& operator=(const large_file&) = delete;
  ~large_file() {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }
};

/// The parts of runs that the threads take one after the other.
std::vector<file_run> cut(const std::vector<file_run>& runs) {
  std::vector<file_run> pieces;
  for (const file_run& run : runs) {
    for (std::uint64_t at = 0; at < run.length; at += piece_size) {
      pieces.push_back({run.offset + at, std::min(piece_size, run.length - at)});
    }
  }
  return pieces;
}

// [scan]
// How many matches begin in a part of the file. A cursor shows what is in memory together, half a window at the least.
std::uint64_t count_in(memosaic::cursor& on, const file_run& part) {
  const std::uint64_t stop = part.offset + part.length;
  std::uint64_t found = 0;
  for (std::uint64_t at = part.offset; at < stop;) {
    const std::uint64_t rest = on.file_size() - at;
    const memosaic::bytes_view shown = on.ensure(at, std::min<std::size_t>(rest, longest_pattern));
    // What begins in the last few bytes is found in the next window, unless the file ends here.
    const std::uint64_t fresh = shown.size() == rest ? rest : shown.size() - (longest_pattern - 1);
    const std::uint64_t begins = std::min(fresh, stop - at);
    for (const std::string_view pattern : patterns) {
      const std::size_t size = std::min<std::size_t>(shown.size(), begins + pattern.size() - 1);
      found += memosaic::count(shown.first(size), memosaic::bytes_of(pattern), memosaic::overlap::yes);
    }
    on.check();  // somebody may have cut the file off meanwhile
    at += begins;
  }
  return found;
}

std::uint64_t scan(memosaic::window_pool& pool, const std::filesystem::path& path,
                   const std::vector<file_run>& pieces) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    memosaic::cursor own = pool.open(path);
    std::uint64_t found = 0;
    for (std::size_t i = next++; i < pieces.size(); i = next++) {
      found += count_in(own, pieces[i]);
      // What has left the windows need not stay in the system's memory either: nobody reads it again.
      if (i >= pieces_behind) memosaic::drop_behind(own.source(), pieces[i - pieces_behind]);
    }
    return found;
  };
  std::array<std::future<std::uint64_t>, threads> running;
  for (auto& each : running) each = std::async(std::launch::async, work);
  std::uint64_t found = 0;
  for (auto& each : running) found += each.get();
  return found;
}
// [scan]

bool report(const char* what, const large_file& large, const std::vector<file_run>& runs) {
  memosaic::window_pool_options options;
  options.limits.soft_bytes = options.limits.hard_bytes = budget;
  options.advice = memosaic::access_pattern::sequential;
  memosaic::window_pool pool(options);
  const auto started = std::chrono::steady_clock::now();
  const std::uint64_t found = scan(pool, large.path, cut(runs));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  std::uint64_t scanned = 0;
  for (const file_run& run : runs) scanned += run.length;
  std::printf("   %s: %.1f MiB scanned, %.1f MiB skipped, %.2f s, %.1f GB/s: %llu matches\n", what, as_mib(scanned),
              as_mib(large.size - scanned), seconds, static_cast<double>(scanned) / 1e9 / seconds,
              static_cast<unsigned long long>(found));
  if (found != large.matches) {
    std::printf("   WRONG: there are %llu\n", static_cast<unsigned long long>(large.matches));
  }
  return found == large.matches;
}

bool run(const std::filesystem::path& folder, std::uint64_t size) {
  const large_file large(folder, size);
  const std::vector<file_run> stored = memosaic::file(large.path).stored_runs();
  std::uint64_t taken = 0;
  for (const file_run& run : stored) taken += run.length;
  std::printf(
      "   %.1f MiB, of which %.1f MiB are stored in %zu parts; %zu patterns, %u threads, one pool of windows with a "
      "budget "
      "of %.0f MiB\n",
      as_mib(size), as_mib(taken), stored.size(), patterns.size(), threads, as_mib(budget));
  const std::uint64_t before = memory_of_process("VmHWM:");
  bool right = report("all of it, holes too", large, {{0, size}});
  // No pattern has a zero byte, so none lies in a hole, or reaches into one.
  right = report("the stored parts    ", large, stored) && right;
  const std::uint64_t peak = memory_of_process("VmHWM:");
  if (peak == 0) return right;
  std::printf("   peak resident memory, as the system tells it: %.1f MiB; before the scan it was %.1f MiB\n",
              as_mib(peak), as_mib(before));
  // Beside the windows, a thread has its stack and the library its notes.
  const bool kept = peak <= before + budget + 4 * mib;
  if (!kept) std::printf("   WRONG: that is more than the budget\n");
  return right && kept;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::filesystem::path folder = argc > 1 ? argv[1] : std::filesystem::temp_directory_path();
    return run(folder, argc > 2 ? std::strtoull(argv[2], nullptr, 10) * mib : 192 * mib) ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "scan_large_file: %s\n", error.what());
    return 1;
  }
}
