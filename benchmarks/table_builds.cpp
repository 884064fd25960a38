// SPDX-License-Identifier: Apache-2.0
//
// Building tables of a million records, from making the records to the last byte that is handed to the kernel: nothing
// waits for the disk.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "data/keyed_rows.hpp"
#include "data/table_files.hpp"
#include "memosaic/table/container_file.hpp"
#include "memosaic/table/table_builder.hpp"
#include "peers/keyed_peers.hpp"
#include "table_figures.hpp"

namespace memosaic::bench {
namespace {

constexpr double most_of_tinycdb = 5;
constexpr double most_of_one_thread = 0.6;

std::uint64_t build(unsigned threads) {
  table_builder_of<keyed_row> builder({.threads = threads});
  for (std::size_t i = 0; i < one_million; ++i) builder.add(row_of(i));
  container_file unpublished(table_folder().path("unpublished"));
  return builder.finish_to(unpublished).record_count;
}

std::uint64_t build_tinycdb() {
  const int fd = ::open(table_folder().folder().c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), table_folder().folder());
  write_tinycdb(fd, one_million);
  ::close(fd);
  return one_million;
}

void one_thread(contest& figure) {
  figure.ours([] { return time_answer(one_million, [] { return build(1); }); });
  figure.peer(tinycdb, 1 / most_of_tinycdb, [] { return time_answer(one_million, build_tinycdb); });
  figure.measure_milliseconds();
}

void two_threads(contest& figure) {
  figure.ours([] { return time_wall(one_million, [] { return build(2); }); });
  figure.peer("one thread", 1 / most_of_one_thread, [] { return time_wall(one_million, [] { return build(1); }); });
  figure.measure_milliseconds();
}

}  // namespace

void table_builds(bench_run& now) {
  now.figure("table", "build, 1 M, one thread", one_thread);
  now.figure("table", "build, 1 M, two threads, on the wall", two_threads);
}

}  // namespace memosaic::bench
