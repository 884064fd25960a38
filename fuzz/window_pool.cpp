// SPDX-License-Identifier: Apache-2.0
// Operations on pools of windows that the input chooses, the files beside them.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "support/input_choices.hpp"
#include "support/temporary_file.hpp"
#include "support/window_exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 1024) return 0;  // longer inputs only repeat what short ones do, slowly
  const memosaic::test::temporary_file place;
  memosaic::input_choices input({data, size});
  memosaic::test::window_exercise exercise(input, place.folder());
  bool same = true;
  while (same && !input.used_up()) same = exercise.step();
  if (same && exercise.finish()) return 0;
  std::fprintf(stderr, "%s\n", exercise.problem().c_str());
  std::abort();
}
