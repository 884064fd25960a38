// SPDX-License-Identifier: Apache-2.0
//
// Lookups by key in tables that lie in the page cache, everything in the page tables of all sides. A hit reads a number
// of the record that was found.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "data/keyed_rows.hpp"
#include "data/table_files.hpp"
#include "memosaic/table/table_of.hpp"
#include "peers/keyed_peers.hpp"
#include "table_figures.hpp"

namespace memosaic::bench {
namespace {

struct wanted_peer {
  const char* name;
  double target;
};

constexpr std::array<wanted_peer, 6> hit_peers{
    {{tinycdb, 3.7}, {lmdb, 8}, {unordered_map, 2.7}, {flat_hash_map, 1.1}, {tkrzw_hash, 0}, {plain_table, 0}}};
constexpr std::array<wanted_peer, 6> chain_peers{
    {{tinycdb, 1.6}, {lmdb, 3.2}, {unordered_map, 0}, {flat_hash_map, 0}, {tkrzw_hash, 0}, {plain_table, 0}}};
constexpr std::array<wanted_peer, 2> batch_peers{{{tinycdb, 8}, {lmdb, 20}}};
constexpr std::array<wanted_peer, 6> miss_peers{
    {{tinycdb, 4}, {lmdb, 30}, {unordered_map, 0}, {flat_hash_map, 0}, {tkrzw_hash, 0}, {plain_table, 0}}};
constexpr std::array<wanted_peer, 1> large_peers{{{tinycdb, 3.7}}};

class opened_table {
 public:
  explicit opened_table(std::size_t count) : rows_(table::open(table_file(count))) {}

  [[nodiscard]] std::int64_t id_of(std::string_view key) const {
    const auto found = rows_.get(key);
    return found ? (*found)[&keyed_row::id] : -1;
  }

  [[nodiscard]] std::uint64_t batched_sum(std::span<const std::string_view> keys, std::size_t batch) const {
    std::vector<std::optional<record>> found(batch);
    std::uint64_t sum = 0;
    for (; keys.size() >= batch; keys = keys.subspan(batch)) {
      rows_.table().get_many(keys.first(batch), found);
      for (const std::optional<record>& each : found) {
        sum += each ? static_cast<std::uint64_t>(rows_(*each)[&keyed_row::id]) : 0;
      }
    }
    return sum + sum_of(keys, [this](std::string_view key) { return id_of(key); });
  }

 private:
  table_of<keyed_row> rows_;
};

using questions = keyed_store_of<opened_table>;

// The answer of each peer is the naive one too. One that cannot be made gets a row that says why.
template <typename Ask>
void add_peers(contest& figure, std::span<const wanted_peer> peers, std::size_t count, std::uint64_t expected,
               const Ask& ask) {
  for (const wanted_peer& each : peers) {
    try {
      const keyed_store& store = shared_store(each.name, count);
      figure.peer(each.name, each.target,
                  [&store, expected, ask] { return time_answer(expected, [&] { return ask(store); }); });
    } catch (const std::exception& problem) {
      figure.missing_peer(each.name, each.target, problem.what());
    }
  }
}

void hits(contest& figure, const key_list& keys, std::size_t count, std::span<const wanted_peer> peers) {
  const questions ours(count);
  figure.ours([&] { return time_answer(keys.sum(), [&] { return ours.sum(keys.views()); }); });
  add_peers(figure, peers, count, keys.sum(), [&](const keyed_store& store) { return store.sum(keys.views()); });
  figure.measure_nanoseconds(static_cast<double>(keys.size()));
}

void chained_hits(contest& figure) {
  const auto keys = key_list::shuffled(one_million);
  const questions ours(one_million);
  figure.ours([&] { return time_answer(keys.sum(), [&] { return ours.chained_sum(keys.views()); }); });
  add_peers(figure, chain_peers, one_million, keys.sum(),
            [&](const keyed_store& store) { return store.chained_sum(keys.views()); });
  figure.measure_nanoseconds(static_cast<double>(keys.size()));
}

void batched_hits(contest& figure, std::size_t batch) {
  const auto keys = key_list::shuffled(one_million);
  const opened_table ours(one_million);
  figure.ours([&] { return time_answer(keys.sum(), [&] { return ours.batched_sum(keys.views(), batch); }); });
  add_peers(figure, batch_peers, one_million, keys.sum(),
            [&](const keyed_store& store) { return store.sum(keys.views()); });
  figure.measure_nanoseconds(static_cast<double>(keys.size()));
}

void misses(contest& figure) {
  const auto keys = key_list::absent(one_million, one_million);
  const questions ours(one_million);
  figure.ours([&] { return time_answer(0, [&] { return ours.count(keys.views()); }); });
  add_peers(figure, miss_peers, one_million, 0, [&](const keyed_store& store) { return store.count(keys.views()); });
  figure.measure_nanoseconds(static_cast<double>(keys.size()));
}

}  // namespace

void table_lookups(bench_run& now) {
  now.figure("table", "hit, 1 M",
             [](contest& figure) { hits(figure, key_list::shuffled(one_million), one_million, hit_peers); });
  now.figure("table", "hit that waits for the one before, 1 M", chained_hits);
  for (const std::size_t batch : {std::size_t{16}, std::size_t{256}}) {
    now.figure("table", "hit, get_many of " + std::to_string(batch) + ", 1 M",
               [batch](contest& figure) { batched_hits(figure, batch); });
  }
  now.figure("table", "miss, 1 M", misses);
  now.figure("table", "hit, 10 M", [](contest& figure) {
    hits(figure, key_list::drawn(2 * one_million, ten_million), ten_million, large_peers);
  });
}

}  // namespace memosaic::bench
