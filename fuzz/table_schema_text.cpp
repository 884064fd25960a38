// SPDX-License-Identifier: Apache-2.0
// Any text: it is a schema that is written and read back as equal, or an error that names a place in it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "memosaic/table/import_error.hpp"
#include "memosaic/table/schema_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(size == 0 ? "" : reinterpret_cast<const char*>(data), size);
  try {
    const memosaic::schema types = memosaic::parse_schema(text, "schema");
    if (!(memosaic::parse_schema(memosaic::schema_text(types)) == types)) std::abort();
  } catch (const memosaic::import_error& error) {
    if (error.place().offset > size) std::abort();
  }
  return 0;
}
