#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "harness/contest.hpp"
#include "harness/row.hpp"

namespace memosaic::bench {

/// What the command line asked for.
struct bench_run_options {
  std::string suite;       ///< empty: all
  std::string filter;      ///< a figure runs if its name contains this
  bool quick = false;      ///< fewer rounds, same rows
  bool long_runs = false;  ///< also the figures that take minutes each
  bool list = false;       ///< names only, nothing runs
};

/// One run of the program: which figures are wanted, how long each may take, and the rows that came out.
class bench_run {
 public:
  /// `on_row` is called for each row as soon as it is known.
  bench_run(bench_run_options options, std::function<void(const row&)> on_row);

  /// Runs `body` on a new contest if the name is wanted. What `body` throws becomes the reason of the rows that it
  /// would have made: one figure that cannot run stops no other.
  void figure(const std::string& suite, const std::string& name, const std::function<void(contest&)>& body);

  [[nodiscard]] const bench_run_options& options() const noexcept { return options_; }
  [[nodiscard]] const std::vector<row>& rows() const noexcept { return rows_; }
  [[nodiscard]] std::size_t figures() const noexcept { return figures_; }

 private:
  [[nodiscard]] bool wants(const std::string& suite, const std::string& name) const;

  bench_run_options options_;
  std::function<void(const row&)> on_row_;
  std::vector<row> rows_;
  std::size_t figures_ = 0;  ///< wanted so far
};

}  // namespace memosaic::bench
