// SPDX-License-Identifier: Apache-2.0
// Operations on sparse memory that the input chooses, the dictionary of bytes beside it.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "support/input_choices.hpp"
#include "support/sparse_exercise.hpp"

namespace {

template <memosaic::memory_address Address>
void run(memosaic::input_choices& input, Address center) {
  memosaic::sparse_exercise<Address> exercise(input, center, 256);
  bool same = true;
  while (same && !input.used_up()) same = exercise.step();
  if (same && exercise.compare()) return;
  std::fprintf(stderr, "%s\n", exercise.problem().c_str());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using memosaic::int128;
  using memosaic::wide_address;
  using memosaic::wide_length;
  if (size > 2048) return 0;  // longer inputs only repeat what short ones do, slowly
  memosaic::input_choices input({data, size});
  const auto wide = [](unsigned bits) { return wide_address(wide_length(1) << bits); };
  switch (input.below(13)) {
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
    case 5:
      run<int128>(input, int128{1} << 64);
      break;
    case 6:
      run<int128>(input, -(int128{1} << 63));
      break;
    case 7:
      run<int128>(input, memosaic::lowest_address<int128>);
      break;
    case 8:
      run<int128>(input, memosaic::highest_stop<int128>);
      break;
    case 9:
      run<wide_address>(input, wide(127));
      break;
    case 10:
      run<wide_address>(input, -wide(448));
      break;
    case 11:
      run<wide_address>(input, memosaic::lowest_address<wide_address>);
      break;
    default:
      run<wide_address>(input, memosaic::highest_stop<wide_address>);
      break;
  }
  return 0;
}
