// SPDX-License-Identifier: Apache-2.0
#include "harness/contest.hpp"

#include <algorithm>
#include <exception>
#include <numeric>
#include <utility>

#include "harness/heap_bytes.hpp"

namespace memosaic::bench {
namespace {

constexpr double did_not_run = -1;
constexpr std::size_t runs_of_a_fast_side = 5;
constexpr double seconds_that_make_rounds_few = 0.01;

}  // namespace

contest::contest(std::string suite, std::string name, const measuring_budget& budget)
    : suite_(std::move(suite)), name_(std::move(name)), budget_(budget) {}

void contest::ours(sampler take) {
  side mine;
  mine.name = "memosaic";
  mine.take = std::move(take);
  sides_.insert(sides_.begin(), std::move(mine));
}

void contest::peer(std::string name, double target, sampler take) {
  side other;
  other.name = std::move(name);
  other.target = target;
  other.take = std::move(take);
  sides_.push_back(std::move(other));
}

void contest::witness(std::string name, sampler take) {
  peer(std::move(name), 0, std::move(take));
  sides_.back().has_row = false;
}

void contest::missing_peer(std::string name, double target, std::string reason) {
  rows_.push_back(missing_row({suite_, name_, unit_, std::move(name)}, target, std::move(reason)));
}

void contest::measure_throughput(double bytes) { measure({"GB/s", better::larger, bytes / 1e9}); }
void contest::measure_nanoseconds(double calls) { measure({"ns", better::smaller, 1e9 / calls}); }
void contest::measure_milliseconds() { measure({"ms", better::smaller, 1e3}); }

double contest::in_unit(const scale& unit, double seconds) noexcept {
  if (unit.direction == better::smaller) return seconds * unit.amount;
  return unit.amount / std::max(seconds, 1e-12);
}

void contest::measure(const scale& unit) {
  unit_ = unit.unit;
  for (row& missing : rows_) missing.unit = unit_;
  run_rounds();
  const side& mine = sides_.front();
  for (const double limit : limits_) {
    const double value = in_unit(unit, quiet_median(mine.seconds));
    rows_.push_back(measured_row({suite_, name_, unit_, "limit"}, unit.direction, value, limit, 1));
    if (!mine.right) mark_wrong(rows_.back(), mine.name);
  }
  for (const side& other : std::span(sides_).subspan(1)) {
    if (!other.has_row) continue;
    if (!other.failure.empty()) {
      missing_peer(other.name, other.target, other.failure);
      continue;
    }
    const pair_times times = quiet_medians(mine.seconds, other.seconds);
    rows_.push_back(measured_row({suite_, name_, unit_, other.name}, unit.direction, in_unit(unit, times.ours),
                                 in_unit(unit, times.peer), other.target));
    if (!other.right) mark_wrong(rows_.back(), other.name);
    if (!mine.right) mark_wrong(rows_.back(), mine.name);
  }
}

bool contest::wants_more(const side& one) const noexcept {
  if (!one.failure.empty()) return false;
  return one.rounds < budget_.fewest_rounds || one.spent < budget_.seconds / static_cast<double>(sides_.size());
}

void contest::run_turn(side& one, double slowest) {
  const double start = wall_seconds();
  const bool much_faster = one.latest > 0 && slowest > one.latest * static_cast<double>(runs_of_a_fast_side) &&
                           slowest > seconds_that_make_rounds_few;
  std::vector<double> seconds(much_faster ? runs_of_a_fast_side : 1);
  for (double& run : seconds) {
    const sample taken = one.take();
    settle_heap();  // else the side that comes next pays for what this one has freed
    run = one.latest = taken.seconds;
    one.right = one.right && taken.right;
  }
  std::sort(seconds.begin(), seconds.end());
  one.seconds.back() = seconds[seconds.size() / 2];
  one.spent += wall_seconds() - start;
  ++one.rounds;
}

void contest::try_turn(side& peer, double slowest) {
  try {
    run_turn(peer, slowest);
  } catch (const std::exception& problem) {
    peer.failure = problem.what();
  }
}

void contest::run_rounds() {
  std::vector<std::size_t> order(sides_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::span peers = std::span(sides_).subspan(1);
  for (std::size_t round = 0; round < budget_.most_rounds; ++round) {
    const bool more = peers.empty()
                          ? wants_more(sides_.front())
                          : std::any_of(peers.begin(), peers.end(), [&](const side& one) { return wants_more(one); });
    if (!more) break;
    if (prepare_) prepare_();
    std::vector<bool> runs(sides_.size(), true);
    for (std::size_t i = 1; i < sides_.size(); ++i) runs[i] = wants_more(sides_[i]);
    double slowest = 0;
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      sides_[i].seconds.push_back(did_not_run);
      if (runs[i]) slowest = std::max(slowest, sides_[i].latest);
    }
    std::shuffle(order.begin(), order.end(), order_);
    for (const std::size_t i : order) {
      if (!runs[i]) continue;
      if (i == 0) {
        run_turn(sides_[i], slowest);
      } else {
        try_turn(sides_[i], slowest);
      }
    }
  }
}

pair_times contest::times_against(const std::string& name) const {
  const auto other = std::find_if(sides_.begin(), sides_.end(), [&](const side& one) { return one.name == name; });
  return other == sides_.end() ? pair_times{} : quiet_medians(sides_.front().seconds, other->seconds);
}

void contest::fail(const std::string& reason) {
  rows_.clear();
  for (const side& other : sides_) {
    if (&other != &sides_.front() && other.has_row) missing_peer(other.name, other.target, reason);
  }
  if (!limits_.empty()) missing_peer("limit", 1, reason);
  if (rows_.empty()) missing_peer("-", 1, reason);
}

}  // namespace memosaic::bench
