#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "memosaic/image/image.hpp"

namespace memosaic {

/// A block of an image.
struct image_block {
  image_range where;
  std::uint32_t crc32 = 0;  ///< of its bytes
  friend bool operator==(const image_block&, const image_block&) = default;
};

/// What there is to say about an image at a glance.
struct image_summary {
  image_range range;         ///< from the first byte to the last
  uint128 content_size = 0;  ///< bytes stored
  uint128 gap_size = 0;      ///< bytes missing inside the range
  std::uint64_t block_count = 0;
  std::vector<image_block> blocks;  ///< the first ones, as many as were asked for
  std::uint32_t crc32 = 0;          ///< of all bytes, joined; holes left out
  std::optional<image_entry> entry;
  bool entry_is_stored = false;  ///< whether there is a byte where execution starts
  std::string header;
  unsigned word_size = 1;
};

/// Cost: O(content): every byte is summed. A run of many gigabytes is read as such.
[[nodiscard]] image_summary summarize(const image& from, std::uint64_t most_blocks = UINT64_MAX);

}  // namespace memosaic
