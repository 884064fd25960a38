// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <span>

#include "fuzz/image_support.hpp"

using namespace memosaic;

// Any bytes are ELF or are refused, and every byte of the image is shown by a piece that lies in the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  read_image_options options{.format = image_format::elf};
  options.overlap = static_cast<merge_policy>(data[0] & 3U);
  options.elf = (data[0] & 4U) != 0 ? elf_addresses::run : elf_addresses::load;
  options.word_size = 1U << ((data[0] >> 3U) % 3);
  const auto bytes = std::as_bytes(std::span(data, size)).subspan(1);
  const auto read = fuzzing::read_both_ways(bytes, options);
  if (!read) return 0;
  uint128 total = 0;
  for (const auto& piece : read->content.memory.segments()) {
    fuzzing::require(!piece.repeats && piece.bytes.size() == distance(piece.start, piece.stop));
    total += piece.bytes.size();
    unsigned sum = 0;
    for (const std::byte byte : piece.bytes) sum += std::to_integer<unsigned>(byte);
    static_cast<void>(sum);
  }
  fuzzing::require(total == read->content.memory.content_size());
  fuzzing::require(read->content.memory.content_range().start >= 0);
  return 0;
}
