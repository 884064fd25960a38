// SPDX-License-Identifier: Apache-2.0
#include "table_figures.hpp"

#include "figures.hpp"

namespace memosaic::bench {

void table_figures(bench_run& now) {
  table_memory(now);     // first: children are like their parent, which is small as yet
  table_processes(now);  // the same
  table_builds(now);
  table_lookups(now);
  table_fields(now);
  table_opens(now);
}

}  // namespace memosaic::bench
