#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "harness/bench_run.hpp"

/// The figures of the suite `image`: one function per source file.
namespace memosaic::bench {

void image_conversions(bench_run& now);
void image_loads(bench_run& now);
void image_raw_files(bench_run& now);

}  // namespace memosaic::bench
