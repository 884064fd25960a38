// SPDX-License-Identifier: Apache-2.0
// What a user of the installed library compiles, with a user's own strict warnings.
#include <memosaic/memosaic.hpp>

#include <cstdio>
#include <string_view>

int main() {
  using namespace memosaic::literals;
  memosaic::buffer bytes(16, "ab"_bytes);
  const memosaic::view pinned = bytes.view(4, 12);
  const auto at = memosaic::find(pinned.bytes(), "ba"_bytes);
  std::printf("memosaic %s: found at %zu\n", memosaic::version(), at.value_or(memosaic::npos));
  return at == 1u ? 0 : 1;
}
