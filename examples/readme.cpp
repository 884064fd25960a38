// SPDX-License-Identifier: Apache-2.0
// The example of README.md.
#include "memosaic/memosaic.hpp"

int main() {
  // [readme]
  using namespace memosaic::literals;
  memosaic::view found;
  {
    const memosaic::mapping program(memosaic::file("/proc/self/exe"));  // mapped, not read
    if (const auto at = memosaic::find(program.bytes(), "ELF"_bytes)) found = program.view(*at, *at + 3);
  }  // the view keeps the mapping
  memosaic::buffer message = memosaic::buffer::join({"found "_bytes, found.bytes()});
  const memosaic::slice rest = message.slice(6);  // follows a buffer that may grow
  message.append("!\n"_bytes);
  const memosaic::view pinned = message.view(0, 6);                // from here on it may not: it throws buffer_pinned
  memosaic::write_all(1, memosaic::chain({pinned, rest.view()}));  // one gathering call, nothing is joined
  // [readme]
}
