// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <span>

#include "memosaic/error.hpp"
#include "support/table_containers.hpp"
#include "support/table_values.hpp"
#include "table/records_verifier.hpp"
#include "table/value_packer.hpp"

// Input as of table_record. The record, as it was packed, passes verification; with bytes put over it, it is refused,
// or can be copied out and packed again.
namespace {

using namespace memosaic;

bool passes(const container& file) {
  try {
    table_core::verify_records(file, 1);
    return true;
  } catch (const format_error&) {
    return false;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > 4096) return 0;
  const std::span<const std::uint8_t> input(data, size);
  const std::size_t chosen = 1 + input[0] * (size - 1) / 255;
  testing::table_values source(input.subspan(1, chosen - 1));
  const schema types = source.any_schema();
  testing::cell_bytes cell;
  const auto width = size % 2 == 0 ? reference_width::narrow : reference_width::wide;
  table_core::pack_value(types, width, source.record_of(types, 0), cell);
  cell.resize((cell.size() + 7) / 8 * 8);
  auto bytes = testing::container_of(types, {&cell, 1}, {}, width);
  const auto file = container::open(view(bytes, unowned));
  if (!passes(file)) std::abort();

  const auto start = static_cast<std::size_t>(file.find(section_type::records)->offset);
  int left = 4;  // each takes as long as all the rest
  for (auto rest = input.subspan(chosen); rest.size() >= 3 && left-- > 0; rest = rest.subspan(3)) {
    const std::size_t at = (rest[0] | static_cast<std::size_t>(rest[1]) << 8) % cell.size();
    bytes[start + at] = static_cast<std::byte>(rest[2]);
    if (!passes(file)) continue;
    try {
      const value copy = file.record_at(0).materialise();
      try {
        std::vector<std::byte> again;
        table_core::pack_value(types, width, copy, again);
      } catch (const std::length_error&) {}  // nested deeper than 256, counted in another way
      copy.dismantle();
    } catch (const format_error& error) {
      if (std::string_view(error.what()).find("nested deeper than 256") == std::string_view::npos) std::abort();
    }
  }
  return 0;
}
