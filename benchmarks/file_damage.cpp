// SPDX-License-Identifier: Apache-2.0
//
// What it costs to know that a file has not become shorter: the test after a read, and the one fault that is survived
// when it has. The faulting files lie on the disk; each round has a fresh mapping and a fresh fault.
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "data/disk_file.hpp"
#include "data/random_bytes.hpp"
#include "file_figures.hpp"
#include "memosaic/file/mapping.hpp"
#include "memosaic/file/watch_mappings.hpp"
#include "memosaic/file/window_pool.hpp"

namespace memosaic::bench {
namespace {

constexpr double most_test_nanoseconds = 1;
constexpr double most_recovery_nanoseconds = 20'000;
constexpr std::size_t reads = 1 << 16;
constexpr std::size_t small_file = mebibyte;
constexpr std::size_t large_file = 1024 * mebibyte;

// Reads in the first pages of a window, which the processor has at hand: nothing hides the test.
template <typename After>
std::uint64_t read_bytes(cursor& position, const After& after) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < reads; ++i) {
    sum += std::to_integer<std::uint64_t>(position[i % 4'096]);
    after();
  }
  return sum;
}

void test_after_read(contest& figure) {
  window_pool pool;
  cursor position = pool.open(warm_file().path());
  const auto read_only = [&] { return read_bytes(position, [] { keep(0); }); };
  const std::uint64_t expected = read_only();
  figure.ours([&] {
    return time_answer(expected, [&] {
      return read_bytes(position, [&] {
        keep(0);
        position.check();
      });
    });
  });
  const std::string peer = "the read alone";
  figure.peer(peer, 0, [&] { return time_answer(expected, read_only); });
  figure.measure_nanoseconds(reads);
  const pair_times times = figure.times_against(peer);
  const double test = std::max(times.ours - times.peer, 0.0) / reads * 1e9;
  figure.add(measured_row({figure.suite(), figure.name() + ", added", "ns", "limit"}, better::smaller, test,
                          most_test_nanoseconds, 1));
}

void set_size(const disk_file& file, std::size_t size) {
  if (::ftruncate(file.fd(), static_cast<off_t>(size)) != 0) {
    throw std::system_error(errno, std::generic_category(), "ftruncate");
  }
}

void require_watching() {
  if (!watch_mappings()) throw std::runtime_error("MEMOSAIC_SIGBUS=off is set: faults are not survived");
}

// The first read behind the end of a file that was truncated; what it gives is zero, and the mark is set.
template <typename Mapped>
sample time_fault(const Mapped& mapped, bytes_view bytes, std::size_t at) {
  sample taken = time_answer(0, [&] { return std::to_integer<std::uint64_t>(bytes[at]); });
  taken.right = taken.right && mapped.damaged();
  return taken;
}

void recovery_in_a_mapping(contest& figure) {
  require_watching();
  const disk_file lost = disk_file::hole(small_file);
  figure.ours([&] {
    set_size(lost, small_file);
    const mapping mapped(file::borrow(lost.fd()));
    set_size(lost, 0);
    return time_fault(mapped, mapped.bytes(), 0);
  });
  figure.limit(most_recovery_nanoseconds);
  figure.measure_nanoseconds(1);
}

void recovery_in_a_window(contest& figure) {
  require_watching();
  const disk_file lost = disk_file::hole(large_file);
  figure.ours([&] {
    set_size(lost, large_file);
    window_pool pool;
    cursor position = pool.open(lost.fd());
    constexpr std::size_t page = 4'096;
    const bytes_view bytes = position.ensure(large_file / 2, page);
    set_size(lost, large_file / 2);
    return time_fault(position, bytes, 0);
  });
  figure.limit(most_recovery_nanoseconds);
  figure.measure_nanoseconds(1);
}

}  // namespace

void file_damage(bench_run& now) {
  now.figure("file", "damage, test after a read", test_after_read);
  now.figure("file", "damage, recovery, mapping of 1 MiB", recovery_in_a_mapping);
  now.figure("file", "damage, recovery, window of a 1 GiB file", recovery_in_a_window);
}

}  // namespace memosaic::bench
