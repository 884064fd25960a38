// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <span>

#include "fuzz/image_support.hpp"

using namespace memosaic;

// Any bytes are an image of some format: the one that they show, else raw.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  const auto shown = image_format_of_content(bytes);
  if (!shown) {
    const auto raw = fuzzing::read_both_ways(bytes, {});
    fuzzing::require(raw && raw->format == image_format::raw);
    fuzzing::require(raw->content.memory == image_memory::from_bytes(bytes));
    return 0;
  }
  fuzzing::require(facts_of(*shown).readable);
  const auto read = fuzzing::read_both_ways(bytes, {});
  if (!read) return 0;
  fuzzing::require(read->format == *shown);
  // Text formats hold at most one byte for each character, but VMEM fills a word of one digit up to eight bytes; ELF
  // segments may share their bytes.
  const std::uint64_t most = *shown == image_format::verilog_vmem ? 4 * std::uint64_t{size} : std::uint64_t{size};
  fuzzing::require(*shown == image_format::elf || read->content.memory.content_size() <= most);
  for (const auto& facts : image_formats()) {
    if (!facts.writable || facts.format == image_format::raw) continue;
    static_cast<void>(fuzzing::written(read->content, facts.format, {}));
  }
  return 0;
}
