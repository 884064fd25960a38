// SPDX-License-Identifier: Apache-2.0
// Comparing: where two runs of bytes differ, from either end, and every run of differences.
#include <vector>

#include "memosaic/memosaic.hpp"

#undef NDEBUG
#include <cassert>

int main() {
  using namespace memosaic::literals;
  // [compare]
  assert(memosaic::mismatch("abcd"_bytes, "abXd"_bytes).index == 2);
  assert(memosaic::mismatch("abc"_bytes, "abcd"_bytes).kind == memosaic::mismatch_kind::first_exhausted);
  assert(memosaic::rmismatch("xxabc"_bytes, "aXc"_bytes).index == 3);  // aligned at the ends; an index of the first
  assert(memosaic::common_suffix("abc"_bytes, "bc"_bytes) == 2);
  assert(memosaic::find_equal("abcd"_bytes, "xbyd"_bytes) == 1);  // the first position that agrees

  std::vector<memosaic::difference> runs;
  for (const auto& run : memosaic::differences("....ab..c......d"_bytes, "....AB..C......D"_bytes, 4))
    runs.push_back(run);
  assert((runs == std::vector<memosaic::difference>{{4, 9}, {15, 16}}));  // fewer than 4 equal bytes do not part them
  // [compare]
}
