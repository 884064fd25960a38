// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <span>

#include "memosaic/error.hpp"
#include "memosaic/table/container.hpp"
#include "support/table_exercise.hpp"

// Bytes as a container, opened at every level: refused, or read without harm. Without its checks the fuzzer gets deep.
namespace {

using namespace memosaic;

void read(const container& file) {
  for (const section_entry& each : file.sections()) {
    if (file.bytes(each).size() != each.length) std::abort();
  }
  if (file.stride() == 0) return;
  for (std::uint64_t slot = 0; slot < file.record_count() && slot < 20; ++slot) {
    testing::table_exercise(100).read(file.record_at(slot));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  for (const auto level : {open_level::checked, open_level::verified, open_level::trusted}) {
    try {
      const container file = container::open(view(bytes, unowned), level);
      read(file);
      file.verify(2);
    } catch (const format_error&) {}
  }
  return 0;
}
