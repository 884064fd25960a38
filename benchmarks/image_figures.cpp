// SPDX-License-Identifier: Apache-2.0
#include "image_figures.hpp"

#include "figures.hpp"

namespace memosaic::bench {

void image_figures(bench_run& now) {
  image_conversions(now);
  image_loads(now);
  image_raw_files(now);
}

}  // namespace memosaic::bench
