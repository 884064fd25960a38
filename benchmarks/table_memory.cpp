// SPDX-License-Identifier: Apache-2.0
//
// What tables take: bytes of their files beside the 60 of a record's key and value, and anonymous memory while they
// are built, in a child process each.
#include <algorithm>
#include <filesystem>
#include <string>

#include "data/keyed_rows.hpp"
#include "data/pools.hpp"
#include "data/table_files.hpp"
#include "harness/child_memory.hpp"
#include "memosaic/table/table_builder.hpp"
#include "table_figures.hpp"

namespace memosaic::bench {
namespace {

constexpr double most_beyond_payload = 7;
constexpr double most_beyond_varying_payload = 24;
constexpr double most_bytes_per_key = 24;
constexpr double most_beyond_limit = 32;  // MiB
constexpr std::size_t stored_size = 64;   // of a record of 60 bytes in one cache line
constexpr std::uint64_t spill_limit = std::uint64_t{256} * mebibyte;

void add_limit_row(contest& figure, const std::string& unit, double value, double limit) {
  figure.add(measured_row({figure.suite(), figure.name(), unit, "limit"}, better::smaller, value, limit, 1));
}

void beyond_payload(contest& figure, const std::string& path, double limit) {
  const auto size = static_cast<double>(std::filesystem::file_size(path));
  add_limit_row(figure, "bytes", size / one_million - payload_size, limit);
}

void build(std::size_t count, std::uint64_t memory_limit) {
  table_builder_of<keyed_row> builder({.memory_limit = memory_limit, .temporary_folder = table_folder().folder()});
  for (std::size_t i = 0; i < count; ++i) builder.add(row_of(i));
  builder.finish(table_folder().path("built-in-a-child"));
}

void beyond_records(contest& figure) {
  const std::uint64_t grown = anonymous_growth([] { build(one_million, 2 * one_million * stored_size); });
  const std::uint64_t records = one_million * stored_size;
  add_limit_row(figure, "bytes", static_cast<double>(grown - std::min(grown, records)) / one_million,
                most_bytes_per_key);
}

void beyond_limit(contest& figure, std::size_t count) {
  const std::uint64_t grown = anonymous_growth([count] { build(count, spill_limit); });
  add_limit_row(figure, "MiB", (static_cast<double>(grown) - spill_limit) / mebibyte, most_beyond_limit);
}

}  // namespace

void table_memory(bench_run& now) {
  now.figure("table", "build, memory per key beyond the records", beyond_records);
  now.figure("table", "build, memory beyond the limit, 5 M rows",
             [](contest& figure) { beyond_limit(figure, 5 * one_million); });
  if (now.options().long_runs) {
    now.figure("table", "build, memory beyond the limit, 50 M rows",
               [](contest& figure) { beyond_limit(figure, 50 * one_million); });
  }
  now.figure("table", "file, bytes a record beyond its 60",
             [](contest& figure) { beyond_payload(figure, table_file(one_million), most_beyond_payload); });
  now.figure("table", "file, the same with key and bytes that vary", [](contest& figure) {
    beyond_payload(figure, varying_table_file(one_million), most_beyond_varying_payload);
  });
}

}  // namespace memosaic::bench
