// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "memosaic/error.hpp"
#include "support/container_repair.hpp"
#include "support/table_reading.hpp"

// Bytes as a table, as they are, and with the checksums that they would have if they were meant: refused, or asked for
// everything. What passed verification can be read in all its parts.
namespace {

using namespace memosaic;

void ask(const table& file, bool verified) {
  testing::table_reading reading(file, 6);
  for (const value& key : {value("k1"), value(""), value(std::int64_t{3}), value(std::int64_t{-1}), value(2.5),
                           value(true), value::bytes({}), value(date(3)), value::tuple({value("k1"), value(1)})}) {
    reading.look_up(key);
  }
  // Keys that are there, as far as the bytes say so.
  const record_type& type = file.schema().root();
  const auto key = type.key == 0 ? std::nullopt : type.position(type.key);
  for (std::uint64_t slot = 0; key && slot < file.size() && slot < 8; ++slot) {
    try {
      const value sought = file[slot].field(*key).materialise();
      try {
        reading.look_up(sought);
        if (verified && file.kind() != table_kind::array && !file.contains(sought)) std::abort();
      } catch (const std::invalid_argument&) {
        if (verified) std::abort();  // no key at all, as a list within a tuple
      }
      sought.dismantle();
    } catch (const format_error&) {
      if (verified) std::abort();
    }
  }
  reading.read_all();
  if (!reading.problem().empty() || (verified && reading.errors() != 0)) std::abort();
}

void open_and_ask(bytes_view bytes, open_level level) {
  try {
    const table file = table::open(view(bytes, unowned), level);
    ask(file, level == open_level::verified);
    if (level == open_level::checked) file.verify(2);
  } catch (const format_error&) {}
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 65536) return 0;
  const auto input = std::as_bytes(std::span(data, size));
  std::vector<std::byte> bytes(input.begin(), input.end());
  for (const bool repaired : {false, true}) {
    if (repaired) testing::repair_container(bytes);
    for (const auto level : {open_level::checked, open_level::verified}) open_and_ask(bytes, level);
  }
  return 0;
}
