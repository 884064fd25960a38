#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "harness/bench_run.hpp"

/// The figures of the suite `table`: one function per source file.
namespace memosaic::bench {

inline constexpr std::size_t one_million = 1'000'000;
inline constexpr std::size_t ten_million = 10'000'000;

void table_memory(bench_run& now);
void table_processes(bench_run& now);
void table_builds(bench_run& now);
void table_lookups(bench_run& now);
void table_fields(bench_run& now);
void table_opens(bench_run& now);

}  // namespace memosaic::bench
