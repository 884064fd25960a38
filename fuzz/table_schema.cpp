// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/error.hpp"
#include "memosaic/table/record.hpp"
#include "memosaic/table/schema.hpp"
#include "support/table_exercise.hpp"

// Bytes as the canonical form of a schema: refused, or exactly the form of what was read; then zeros and ones are read
// as records of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace memosaic;
  if (size > 4096) return 0;
  const auto form = std::as_bytes(std::span(data, size));
  try {
    const schema types = schema::parse(form);
    if (!equal(types.canonical_form(), form)) std::abort();
    require_readable(types, types);
    if (types.layout().size() > 65536) return 0;
    for (const std::byte fill : {std::byte{0}, std::byte{1}, std::byte{0xFF}}) {
      const std::vector<std::byte> bytes(types.layout().size() + 64, fill);
      testing::table_exercise(100).read(types.unpack_from(bytes));
    }
  } catch (const format_error&) {}
  return 0;
}
