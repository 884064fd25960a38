// SPDX-License-Identifier: Apache-2.0
#include "file_figures.hpp"

#include "figures.hpp"

namespace memosaic::bench {

void file_figures(bench_run& now) {
  file_cursors(now);
  file_misses(now);
  file_scans(now);
  file_random(now);
  file_cold(now);
  file_damage(now);
  file_sends(now);
}

}  // namespace memosaic::bench
