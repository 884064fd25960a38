// SPDX-License-Identifier: Apache-2.0
#include "cli/image/filters.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "memosaic/bytes/bytes_view.hpp"

/// Each line is a filter and its argument, apart by a blank: `--crop 0x10:0x20`. It is refused by one sentence, or it
/// does something to a small image that leaves it well-formed.
namespace {

using namespace memosaic::cli;
using memosaic::image_range;

constexpr memosaic::uint128 most = 1U << 20U;

void require(bool holds) {
  if (!holds) std::abort();
}

// What names a huge range to be summed is slow and nothing else.
bool is_quick(const filtered_image& state, std::string_view option, std::string_view argument) {
  if (state.default_range().size() > most) return false;
  return (option != "--crc32" && option != "--checksum") || argument.find('@') == std::string_view::npos;
}

void check(const filtered_image& state) {
  memosaic::uint128 stored = 0;
  for (const image_range& block : state.content.memory.blocks()) {
    require(!block.empty());
    stored += block.size();
  }
  require(stored == state.content.memory.content_size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  filtered_image state;
  state.content.memory.write(0x100, memosaic::bytes_of("what filters are for"));
  state.content.memory.write(0x200, memosaic::bytes_of("more"));
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto blank = std::min(line.find(' '), line.size());
    const std::string_view option = line.substr(0, blank);
    const std::string argument(line.substr(std::min(line.size(), blank + 1)));
    try {
      const auto filter = parse_filter(option, argument);
      if (!filter || !is_quick(state, option, argument)) continue;
      apply_filters({&*filter, 1}, state);
    } catch (const trouble& refused) {
      require(refused.subject() == option && !refused.problem().empty());
    }
    check(state);
    if (state.content.memory.content_size() > most) return 0;
  }
  return 0;
}
