#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "harness/bench_run.hpp"

/// The figures of the suite `bytes`: one function per source file.
namespace memosaic::bench {

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
