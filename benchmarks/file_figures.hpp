#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "harness/bench_run.hpp"

/// The figures of the suite `file`: one function per source file.
namespace memosaic::bench {

void file_cursors(bench_run& now);
void file_misses(bench_run& now);
void file_scans(bench_run& now);
void file_random(bench_run& now);
void file_cold(bench_run& now);
void file_damage(bench_run& now);
void file_sends(bench_run& now);

}  // namespace memosaic::bench
