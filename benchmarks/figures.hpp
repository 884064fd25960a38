#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "harness/bench_run.hpp"

namespace memosaic::bench {

/// All figures, in the order of the report. The ones that must be measured while the process has a single thread come
/// before those that start one.
void run_figures(bench_run& now);

// One function per source file.
void buffer_views(bench_run& now);
void bytes_find(bench_run& now);
void bytes_rfind(bench_run& now);
void bytes_step(bench_run& now);
void bytes_count(bench_run& now);
void bytes_mismatch(bench_run& now);
void bytes_fill(bench_run& now);
void bytes_copy(bench_run& now);
void bytes_adversarial(bench_run& now);
void bytes_latency(bench_run& now);
void buffer_io(bench_run& now);
void python_peers(bench_run& now);

}  // namespace memosaic::bench
