// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "memosaic/table/record.hpp"
#include "memosaic/table/schema.hpp"
#include "support/table_exercise.hpp"
#include "support/table_values.hpp"

// Numbers that choose a schema and a value, a length byte in front of them, and behind them bytes that are put over the
// packed record: whole records must come back as they were, damaged ones must be read without harm.
namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace memosaic;
  if (size < 2 || size > 4096) return 0;
  const std::span<const std::uint8_t> input(data, size);
  const std::size_t chosen = 1 + input[0] * (size - 1) / 255;
  testing::table_values source(input.subspan(1, chosen - 1));
  const schema types = source.any_schema();
  const value object = source.record_of(types, 0);
  auto packed = types.pack(object);
  require(types.unpack_from(packed).materialise() == object);

  // Three bytes each: where, two bytes, and what.
  for (auto rest = input.subspan(chosen); rest.size() >= 3; rest = rest.subspan(3)) {
    const std::size_t at = (rest[0] | static_cast<std::size_t>(rest[1]) << 8) % packed.size();
    packed[at] = static_cast<std::byte>(rest[2]);
  }
  testing::table_exercise(200).read(types.unpack_from(packed));
  const std::size_t cut = std::max(types.layout().size(), packed.size() / 2);
  testing::table_exercise(200).read(types.unpack_from(bytes_view(packed).first(cut)));
  return 0;
}
