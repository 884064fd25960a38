// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

#include "memosaic/error.hpp"
#include "support/container_repair.hpp"
#include "support/sample_tables.hpp"
#include "support/table_reading.hpp"

// Lookups in a table that was right: the first byte chooses it, the second how it is opened, then come changes of four
// bytes each: where, three of them, and what. What is found is what was sought, or an error says that there is damage.
namespace {

using namespace memosaic;

/// Each is made when it is first asked for.
const testing::sample_table& sample_of(std::size_t choice) {
  constexpr std::size_t names = std::size(testing::sample_maker::names);
  static std::array<std::optional<testing::sample_table>, 2 * names> made;
  auto& sample = made[choice % made.size()];
  if (!sample)
    sample =
        testing::sample_maker::make(testing::sample_maker::names[choice / 2 % names], choice % 2 == 0 ? 2048 : 16384);
  return *sample;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > 1024) return 0;
  const std::span<const std::uint8_t> input(data, size);
  const auto& sample = sample_of(input[0]);
  std::vector<std::byte> bytes = sample.bytes;
  for (auto rest = input.subspan(2); rest.size() >= 4; rest = rest.subspan(4)) {
    const std::size_t at =
        (rest[0] | static_cast<std::size_t>(rest[1]) << 8U | static_cast<std::size_t>(rest[2]) << 16U);
    bytes[at % bytes.size()] = static_cast<std::byte>(rest[3]);
  }
  if ((input[1] & 1U) != 0) testing::repair_container(bytes);
  const auto level = (input[1] & 2U) != 0 ? open_level::trusted : open_level::checked;
  try {
    const table file = table::open(view(bytes, unowned), level);
    testing::table_reading reading(file, 4);
    for (const value& key : sample.keys) reading.look_up(key);
    for (const value& key : sample.absent) reading.look_up(key);
    reading.read_all();
    if (!reading.problem().empty()) std::abort();
    if (bytes == sample.bytes && reading.errors() != 0) std::abort();
  } catch (const format_error&) {
    if (bytes == sample.bytes) std::abort();
  }
  return 0;
}
