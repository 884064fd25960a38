// SPDX-License-Identifier: Apache-2.0
#include "figures.hpp"

namespace memosaic::bench {

void run_figures(bench_run& now) {
  sparse_figures(now);  // first: the C library makes counts cheaper until the first thread is created
  image_figures(now);
  bytes_figures(now);  // starts threads
  file_figures(now);
  table_figures(now);
}

}  // namespace memosaic::bench
