// SPDX-License-Identifier: Apache-2.0
//
// Opening tables, and verifying them: checksums alone, and everything.
#include <filesystem>
#include <string>
#include <vector>

#include "data/keyed_rows.hpp"
#include "data/table_files.hpp"
#include "memosaic/table/table.hpp"
#include "peers/flat_rows.hpp"
#include "table_figures.hpp"

namespace memosaic::bench {
namespace {

constexpr double most_open_nanoseconds = 100'000;
constexpr double least_structure = 1.5;  // GB/s
constexpr double least_checksums = 5;
constexpr std::size_t opens = 20;

// From the path to the table, and its end.
void open(contest& figure, std::size_t count) {
  const std::string& path = table_file(count);
  figure.ours([&] {
    return time_answer(opens * count, [&] {
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i < opens; ++i) sum += table::open(path).size();
      return sum;
    });
  });
  figure.limit(most_open_nanoseconds);
  figure.measure_nanoseconds(opens);
}

void checksums(contest& figure) {
  const table opened = table::open(table_file(one_million));
  const container& file = opened.container();
  std::vector<section_entry> summed;
  std::uint64_t bytes = 0;
  for (const section_entry& each : file.sections()) {
    if (each.is_mutable() || each.type == section_type::blocksums) continue;  // these have no sums of blocks
    summed.push_back(each);
    bytes += each.length;
  }
  figure.ours([&] {
    return time_only([&] {
      for (const section_entry& each : summed) {
        const std::uint64_t blocks = (each.length + container_block_size - 1) / container_block_size;
        for (std::uint64_t block = 0; block < blocks; ++block) file.verify_block(each, block);
      }
    });
  });
  figure.limit(least_checksums);
  figure.measure_throughput(static_cast<double>(bytes));
}

void verify(contest& figure, const std::string& path) {
  const table opened = table::open(path);
  figure.ours([&] { return time_only([&] { opened.verify(); }); });
  figure.limit(least_structure);
  try {
    const flat_rows& flat = shared_flat_rows(one_million);
    const double payload = static_cast<double>(flat.bytes()) / static_cast<double>(std::filesystem::file_size(path));
    figure.peer("FlatBuffers, as many bytes", 0, [&flat, payload] {
      sample taken = time_answer(1, [&] { return std::uint64_t{flat.verify() ? 1U : 0U}; });
      taken.seconds /= payload;
      return taken;
    });
  } catch (const std::exception& problem) {
    figure.missing_peer("FlatBuffers, as many bytes", 0, problem.what());
  }
  figure.measure_throughput(static_cast<double>(std::filesystem::file_size(path)));
}

}  // namespace

void table_opens(bench_run& now) {
  now.figure("table", "open and close, 1 M", [](contest& figure) { open(figure, one_million); });
  now.figure("table", "open and close, 10 M", [](contest& figure) { open(figure, ten_million); });
  now.figure("table", "verify, checksums", checksums);
  now.figure("table", "verify, checksums and structure",
             [](contest& figure) { verify(figure, table_file(one_million)); });
  now.figure("table", "verify, the same with key and bytes that vary",
             [](contest& figure) { verify(figure, varying_table_file(one_million)); });
}

}  // namespace memosaic::bench
