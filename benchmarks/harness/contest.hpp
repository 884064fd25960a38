#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "harness/clock.hpp"
#include "harness/pair_times.hpp"
#include "harness/row.hpp"

namespace memosaic::bench {

/// How long a contest may go on.
struct measuring_budget {
  double seconds = 1.0;             ///< shared evenly by the sides
  std::size_t fewest_rounds = 5;    ///< that every side runs, however slow it is
  std::size_t most_rounds = 2'000;  ///< enough for any median
};

/// One figure: our function and its peers, measured in turn, in one run, on the same data.
///
/// A round runs every side once, in an order drawn anew for each round, so that no side always finds the caches as the
/// same other side left them. Where rounds are few because a peer takes long, a side that is much faster runs a few
/// times in its turn, and the median counts: else a disturbance of a millisecond would weigh on it alone. A slow peer
/// drops out when its share of the budget is spent; ours runs as long as any peer does. Each peer's row compares the
/// rounds that both ran (see `quiet_medians`). A peer that throws drops out too: its row gets the reason, and no other
/// row suffers.
///
///     contest figure("bytes", "find, 16 bytes, text, 64 MiB", budget);
///     figure.ours([&] { return ...one sample...; });
///     figure.peer("memmem", 1.3, [&] { return ...; });
///     figure.measure_throughput(haystack.size());
class contest {
 public:
  using sampler = std::function<sample()>;

  contest(std::string suite, std::string name, const measuring_budget& budget);

  /// Called before each round, untimed.
  void each_round(std::function<void()> prepare) { prepare_ = std::move(prepare); }

  void ours(sampler take);

  /// A side whose row must reach `target`.
  void peer(std::string name, double target, sampler take);

  /// A side without a row, for decisions that need its time (see `times_against`).
  void witness(std::string name, sampler take);

  /// A row for a peer that cannot be measured here.
  void missing_peer(std::string name, double target, std::string reason);

  /// A row with an absolute limit, in the unit that is measured.
  void limit(double value) { limits_.push_back(value); }

  /// Gives our function more, or less, than the usual time.
  void scale_budget(double factor) { budget_.seconds *= factor; }

  /// Measure, and make the rows: GB/s of payload, nanoseconds per call, or milliseconds per run.
  void measure_throughput(double bytes);
  void measure_nanoseconds(double calls);
  void measure_milliseconds();

  /// The quiet times against one side, once measured.
  [[nodiscard]] pair_times times_against(const std::string& name) const;

  void add(row made) { rows_.push_back(std::move(made)); }

  [[nodiscard]] const std::string& suite() const noexcept { return suite_; }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const std::vector<row>& rows() const noexcept { return rows_; }

  /// Rows with `reason` for every peer that was declared and has none yet; for a contest that failed.
  void fail(const std::string& reason);

 private:
  struct side {
    std::string name;
    double target = 0;
    bool has_row = true;
    sampler take;
    std::vector<double> seconds;  ///< one per round; negative where it did not run
    double latest = 0;            ///< seconds of its latest run; 0 before the first
    double spent = 0;             ///< wall seconds, preparation included
    std::size_t rounds = 0;
    bool right = true;
    std::string failure;  ///< what it threw; empty: nothing
  };

  struct scale {
    std::string unit;
    better direction;
    double amount;  ///< larger: amount / seconds; smaller: seconds * amount
  };

  void measure(const scale& unit);
  void run_rounds();
  void run_turn(side& one, double slowest);
  void try_turn(side& peer, double slowest);
  [[nodiscard]] bool wants_more(const side& one) const noexcept;
  [[nodiscard]] static double in_unit(const scale& unit, double seconds) noexcept;

  std::string suite_;
  std::string name_;
  std::string unit_;
  measuring_budget budget_;
  std::function<void()> prepare_;
  std::vector<side> sides_;  ///< ours is the first
  std::vector<double> limits_;
  std::vector<row> rows_;
  std::mt19937_64 order_{1};
};

}  // namespace memosaic::bench
