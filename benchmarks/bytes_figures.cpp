// SPDX-License-Identifier: Apache-2.0
#include "bytes_figures.hpp"

#include "figures.hpp"

namespace memosaic::bench {

void bytes_figures(bench_run& now) {
  buffer_views(now);  // before any figure that starts a thread
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
