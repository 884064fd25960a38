// SPDX-License-Identifier: Apache-2.0
//
// A thousand processes that read one table: what they take together beyond what the same processes took before they
// opened it, and beyond one copy of the file.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "data/keyed_rows.hpp"
#include "data/pools.hpp"
#include "data/table_files.hpp"
#include "harness/child_memory.hpp"
#include "memosaic/table/table_of.hpp"
#include "table_figures.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t processes = 1'000;
constexpr std::size_t rows_of_256_mebibytes = 4'105'000;
constexpr std::size_t lookups = 10'000;  // nearly all page tables of the file are made, as one fault maps 16 pages
constexpr double most_mebibytes_each = 2;

// A pipe without an owner of bytes: one end tells, the other hears.
struct signal_pipe {
  std::array<int, 2> ends{-1, -1};

  signal_pipe() {
    if (::pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  }
  signal_pipe(const signal_pipe&) = delete;
  signal_pipe& operator=(const signal_pipe&) = delete;
  ~signal_pipe() {
    ::close(ends[0]);
    ::close(ends[1]);
  }

  void tell(std::size_t times) const {
    const char mark = '+';
    for (; times != 0; --times) {
      if (::write(ends[1], &mark, 1) != 1) throw std::system_error(errno, std::generic_category(), "write to a pipe");
    }
  }
  void hear(std::size_t times) const {
    for (char mark = 0; times != 0; --times) {
      if (::read(ends[0], &mark, 1) != 1 || mark != '+') throw std::runtime_error("a process that reads has failed");
    }
  }
};

// Processes that wait, read, wait again, and end with the object.
class reader_processes {
 public:
  explicit reader_processes(const std::string& path) {
    all_.reserve(processes);
    for (std::size_t i = 0; i < processes; ++i) {
      const pid_t child = ::fork();
      if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
      if (child == 0) be_reader(path, i);
      all_.push_back(child);
    }
    ready_.hear(processes);
  }
  reader_processes(const reader_processes&) = delete;
  reader_processes& operator=(const reader_processes&) = delete;
  ~reader_processes() {
    for (const pid_t each : all_) ::kill(each, SIGKILL);
    for (const pid_t each : all_) ::waitpid(each, nullptr, 0);
  }

  void read() const {
    go_.tell(processes);
    ready_.hear(processes);
  }

  [[nodiscard]] std::uint64_t memory() const {
    std::uint64_t sum = 0;
    for (const pid_t each : all_) sum += memory_of_process(each);
    return sum;
  }

 private:
  [[noreturn]] void be_reader(const std::string& path, std::size_t number) const noexcept {
    char mark = '+';
    try {
      ready_.tell(1);
      go_.hear(1);
      const table_of<keyed_row> rows(table::open(path));
      std::uint64_t at = number;
      for (std::size_t i = 0; i < lookups; ++i) {
        at = (at * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U);
        if (!rows.contains(row_key((at >> 20U) % rows_of_256_mebibytes).view())) mark = '-';
      }
      if (::write(ready_.ends[1], &mark, 1) == 1) ::pause();
    } catch (...) {
      mark = '-';
      if (::write(ready_.ends[1], &mark, 1) == 1) ::_exit(1);
    }
    ::_exit(1);
  }

  std::vector<pid_t> all_;
  signal_pipe ready_;
  signal_pipe go_;
};

void thousand_processes(contest& figure) {
  const std::string& path = table_file(rows_of_256_mebibytes);
  const auto file_size = static_cast<double>(std::filesystem::file_size(path));
  const reader_processes readers(path);
  const auto before = static_cast<double>(readers.memory());
  readers.read();
  const double each = (static_cast<double>(readers.memory()) - before - file_size) / processes / mebibyte;
  figure.add(
      measured_row({figure.suite(), figure.name(), "MiB", "limit"}, better::smaller, each, most_mebibytes_each, 1));
}

}  // namespace

void table_processes(bench_run& now) {
  now.figure("table", "1,000 processes on 256 MiB, each beyond one copy", thousand_processes);
}

}  // namespace memosaic::bench
