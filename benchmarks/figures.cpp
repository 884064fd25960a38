// SPDX-License-Identifier: Apache-2.0
#include "figures.hpp"

namespace memosaic::bench {

void run_figures(bench_run& now) {
  buffer_views(now);  // first: the C library makes counts cheaper until the first thread is created
  bytes_find(now);
  bytes_rfind(now);
  bytes_step(now);
  bytes_count(now);
  bytes_mismatch(now);
  bytes_fill(now);
  bytes_copy(now);
  bytes_adversarial(now);
  bytes_latency(now);
  buffer_io(now);
  python_peers(now);
}

}  // namespace memosaic::bench
