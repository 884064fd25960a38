#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "harness/bench_run.hpp"

/// Every suite is a function in <suite>_figures.cpp that runs its figures; each source file of a suite has one or more,
/// declared in <suite>_figures.hpp. To add a suite: write these, declare it here, and call it in figures.cpp.
namespace memosaic::bench {

/// All figures, in the order of the report. The ones that must be measured while the process has a single thread come
/// before those that start one.
void run_figures(bench_run& now);

void bytes_figures(bench_run& now);
void sparse_figures(bench_run& now);
void image_figures(bench_run& now);
void file_figures(bench_run& now);
void table_figures(bench_run& now);

}  // namespace memosaic::bench
