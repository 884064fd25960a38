// SPDX-License-Identifier: Apache-2.0
// What stands around sparse memory, operations that the input chooses, the dictionary of bytes beside it.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "support/input_choices.hpp"
#include "support/sparse_tools_exercise.hpp"

namespace {

template <memosaic::memory_address Address>
void run(memosaic::input_choices& input, Address center) {
  memosaic::sparse_tools_exercise<Address> exercise(input, center, 256);
  bool same = true;
  while (same && !input.used_up()) same = exercise.step();
  if (same && exercise.compare()) return;
  std::fprintf(stderr, "%s\n", exercise.problem().c_str());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using memosaic::int128;
  if (size > 2048) return 0;  // longer inputs only repeat what short ones do, slowly
  memosaic::input_choices input({data, size});
  switch (input.below(6)) {
    case 0:
      run<std::int64_t>(input, 0);
      break;
    case 1:
      run<std::int64_t>(input, memosaic::lowest_address<std::int64_t>);
      break;
    case 2:
      run<std::int64_t>(input, memosaic::highest_stop<std::int64_t>);
      break;
    case 3:
      run<std::int64_t>(input, std::int64_t{1} << 32);
      break;
    case 4:
      run<int128>(input, int128{1} << 63);
      break;
    default:
      run<int128>(input, int128{1} << 64);
      break;
  }
  return 0;
}
