// SPDX-License-Identifier: Apache-2.0
#include "sparse_figures.hpp"

#include "figures.hpp"

namespace memosaic::bench {

void sparse_figures(bench_run& now) {
  sparse_points(now);
  sparse_snapshots(now);
  sparse_moves(now);
  sparse_merge(now);
  sparse_writes(now);
  sparse_runs(now);
  sparse_find(now);
}

}  // namespace memosaic::bench
