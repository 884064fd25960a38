// SPDX-License-Identifier: Apache-2.0
//
// Numbers of records that the processor has at hand, and what it costs that nothing in a file is trusted.
#include <algorithm>
#include <string>
#include <vector>

#include "data/keyed_rows.hpp"
#include "data/table_files.hpp"
#include "memosaic/table/table_of.hpp"
#include "peers/flat_rows.hpp"
#include "peers/keyed_store.hpp"
#include "peers/untested_table.hpp"
#include "table_figures.hpp"

namespace memosaic::bench {
namespace {

constexpr double most_field_nanoseconds = 2;
constexpr double least_against_flat_lookup = 5;
constexpr double most_test_nanoseconds = 5;
constexpr std::size_t hot_records = 64;  // each lies in another page
constexpr std::size_t repeats = 10'000;

// The compiler sees one reading of a field as another one: it must not read once for all times.
void number_of_record(contest& figure) {
  const table_of<keyed_row> rows(table::open(table_file(one_million)));
  std::vector<record_of<keyed_row>> records;
  std::uint64_t once = 0;
  for (std::size_t i = 0; i < hot_records; ++i) {
    records.push_back(*rows.get(row_key(i).view()));
    once += i;
  }
  const auto sum_all = [&] {
    std::uint64_t sum = 0;
    for (std::size_t time = 0; time < repeats; ++time) {
      for (const record_of<keyed_row>& each : records) sum += static_cast<std::uint64_t>(each[&keyed_row::id]);
      keep(sum);
    }
    return sum;
  };
  figure.ours([&] { return time_answer(once * repeats, sum_all); });
  figure.limit(most_field_nanoseconds);
  try {
    const flat_rows& flat = shared_flat_rows(one_million);
    figure.peer("FlatBuffers", 0,
                [&] { return time_answer(once * repeats, [&] { return flat.sum_of_fields(hot_records, repeats); }); });
  } catch (const std::exception& problem) {
    figure.missing_peer("FlatBuffers", 0, problem.what());
  }
  figure.measure_nanoseconds(static_cast<double>(hot_records * repeats));
}

class opened_table {
 public:
  explicit opened_table(open_level level) : rows_(table::open(table_file(one_million), level)) {}
  [[nodiscard]] std::int64_t id_of(std::string_view key) const {
    const auto found = rows_.get(key);
    return found ? (*found)[&keyed_row::id] : -1;
  }

 private:
  table_of<keyed_row> rows_;
};

class untested_store {
 public:
  untested_store() : file_(table::open(table_file(one_million))), rows_(file_.container()) {}
  [[nodiscard]] std::int64_t id_of(std::string_view key) const { return rows_.id_of(key); }

 private:
  table file_;
  untested_table rows_;
};

void hot_lookup(contest& figure) {
  const auto keys = key_list::drawn(hot_records, one_million);
  const auto often = [&](const auto& sum_once) {
    std::uint64_t sum = 0;
    for (std::size_t time = 0; time < repeats / 10; ++time) sum += sum_once();
    return sum;
  };
  const std::uint64_t expected = often([&] { return keys.sum(); });
  const keyed_store_of<opened_table> ours(open_level::checked);
  figure.ours([&] { return time_answer(expected, [&] { return often([&] { return ours.sum(keys.views()); }); }); });
  try {
    const flat_rows& flat = shared_flat_rows(one_million);
    figure.peer("FlatBuffers LookupByKey", least_against_flat_lookup,
                [&] { return time_answer(expected, [&] { return often([&] { return flat.sum(keys.views()); }); }); });
  } catch (const std::exception& problem) {
    figure.missing_peer("FlatBuffers LookupByKey", least_against_flat_lookup, problem.what());
  }
  figure.measure_nanoseconds(static_cast<double>(hot_records * repeats / 10));
}

void tests(contest& figure) {
  const auto keys = key_list::shuffled(one_million);
  const keyed_store_of<opened_table> ours(open_level::checked);
  const keyed_store_of<opened_table> trusted(open_level::trusted);
  const keyed_store_of<untested_store> untested;
  const std::string bare = "the same without any test";
  const auto time = [&](const keyed_store& store) {
    return time_answer(keys.sum(), [&] { return store.sum(keys.views()); });
  };
  figure.ours([&] { return time(ours); });
  figure.peer("opened as trusted", 0, [&] { return time(trusted); });
  figure.peer(bare, 0, [&] { return time(untested); });
  figure.measure_nanoseconds(one_million);
  const pair_times times = figure.times_against(bare);
  const double added = std::max(times.ours - times.peer, 0.0) / one_million * 1e9;
  figure.add(measured_row({figure.suite(), figure.name() + ", added", "ns", "limit"}, better::smaller, added,
                          most_test_nanoseconds, 1));
}

}  // namespace

void table_fields(bench_run& now) {
  now.figure("table", "number of a record at hand", number_of_record);
  now.figure("table", "key and number, all in the cache", hot_lookup);
  now.figure("table", "hit, bounds checks", tests);
}

}  // namespace memosaic::bench
