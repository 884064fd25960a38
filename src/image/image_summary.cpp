// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/image_summary.hpp"

#include "memosaic/bytes/crc_catalogue.hpp"
#include "memosaic/sparse/contents.hpp"

namespace memosaic {

image_summary summarize(const image& from, std::uint64_t most_blocks) {
  static constexpr crc_algorithm algorithm(crc_32_iso_hdlc);
  image_summary summary;
  summary.range = from.memory.content_range();
  summary.content_size = from.memory.content_size();
  summary.gap_size = summary.range.size() - summary.content_size;
  summary.block_count = from.memory.block_count();
  crc whole(algorithm);
  for (const image_range& where : from.memory.blocks()) {
    crc one(algorithm);
    visit_content(from.memory, where, hole_rule::refuse(), [&](bytes_view part) {
      one.update(part);
      whole.update(part);
    });
    if (summary.blocks.size() < most_blocks) summary.blocks.push_back({where, static_cast<std::uint32_t>(one.value())});
  }
  summary.crc32 = static_cast<std::uint32_t>(whole.value());
  summary.entry = from.entry;
  summary.entry_is_stored = from.entry && from.memory.contains(from.entry->address);
  summary.header = from.header;
  summary.word_size = from.word_size;
  return summary;
}

}  // namespace memosaic
