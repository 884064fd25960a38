// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>

#include "support/table_build_exercise.hpp"

// Numbers that choose a schema, the options of a builder, what is added and when it is cancelled: the table holds what
// a plain list of the records says.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 1024) return 0;
  const std::string problem = memosaic::testing::table_build_exercise(std::span(data, size)).run();
  if (problem.empty()) return 0;
  std::fprintf(stderr, "%s\n", problem.c_str());
  std::abort();
}
