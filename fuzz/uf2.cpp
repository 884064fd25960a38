// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <span>

#include "fuzz/image_support.hpp"

using namespace memosaic;

// Any bytes are UF2 or are refused; what was read is written, and read again as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  read_image_options options{.format = image_format::uf2};
  options.overlap = static_cast<merge_policy>(data[0] & 3U);
  if ((data[0] & 4U) != 0) options.uf2_family = data[0];
  const auto read = fuzzing::read_both_ways(std::as_bytes(std::span(data, size)).subspan(1), options);
  if (!read) return 0;
  fuzzing::require(read->content.memory.content_size() <= size);
  write_image_options how;
  how.record_length = 4 + 4 * (data[0] >> 3U);
  const auto exact = fuzzing::written(read->content, image_format::uf2, how);
  if (exact)
    fuzzing::require(read_image(view(*exact, unowned), {.format = image_format::uf2}).content == read->content);
  how.fill = std::byte{0xFF};
  const auto filled = fuzzing::written(read->content, image_format::uf2, how);
  if (!filled) return 0;
  const auto back = read_image(view(*filled, unowned), {.format = image_format::uf2}).content.memory;
  for (const auto& block : read->content.memory.blocks()) {
    fuzzing::require(back.extract(block) == read->content.memory.extract(block));
  }
  return 0;
}
