// SPDX-License-Identifier: Apache-2.0
#include "harness/bench_run.hpp"

#include <unistd.h>

#include <cstdio>
#include <exception>
#include <utility>

namespace memosaic::bench {
namespace {

constexpr measuring_budget usual_budget{.seconds = 0.8, .fewest_rounds = 5, .most_rounds = 2'000};
constexpr measuring_budget quick_budget{.seconds = 0.12, .fewest_rounds = 3, .most_rounds = 500};

// One line on a terminal, rewritten; nothing in a log, where the rows themselves show the progress.
void show_progress(const std::string& name) {
  static const bool terminal = isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) == 0;
  if (terminal) std::fprintf(stderr, "\r\033[K%s", name.c_str());
}

}  // namespace

bench_run::bench_run(bench_run_options options, std::function<void(const row&)> on_row)
    : options_(std::move(options)), on_row_(std::move(on_row)) {}

bool bench_run::wants(const std::string& suite, const std::string& name) const {
  if (!options_.suite.empty() && options_.suite != suite) return false;
  return name.find(options_.filter) != std::string::npos;
}

void bench_run::figure(const std::string& suite, const std::string& name, const std::function<void(contest&)>& body) {
  if (!wants(suite, name)) return;
  ++figures_;
  if (options_.list) {
    std::printf("%-8s %s\n", suite.c_str(), name.c_str());
    return;
  }
  show_progress(name);
  contest run(suite, name, options_.quick ? quick_budget : usual_budget);
  try {
    body(run);
  } catch (const std::exception& problem) {
    run.fail(problem.what());
  }
  show_progress("");
  for (const row& made : run.rows()) {
    on_row_(made);
    rows_.push_back(made);
  }
}

}  // namespace memosaic::bench
