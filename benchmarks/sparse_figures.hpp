#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "harness/bench_run.hpp"

/// The figures of the suite `sparse`: one function per source file.
namespace memosaic::bench {

void sparse_points(bench_run& now);
void sparse_snapshots(bench_run& now);
void sparse_moves(bench_run& now);
void sparse_merge(bench_run& now);
void sparse_writes(bench_run& now);
void sparse_runs(bench_run& now);
void sparse_find(bench_run& now);

}  // namespace memosaic::bench
