// SPDX-License-Identifier: Apache-2.0
#include "sparse_figures.hpp"

#include "figures.hpp"

namespace memosaic::bench {

void sparse_figures(bench_run& now) {
  // First, while the heap gives what is built in the order of addresses in that order too: behind figures that freed a
  // million blocks, the same search reads memory in any order, and half as much of it at worst.
  sparse_find(now);
  sparse_points(now);
  sparse_snapshots(now);
  sparse_moves(now);
  sparse_merge(now);
  sparse_writes(now);
  sparse_runs(now);
}

}  // namespace memosaic::bench
