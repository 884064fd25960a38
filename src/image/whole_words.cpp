// SPDX-License-Identifier: Apache-2.0
#include "image/whole_words.hpp"

#include <stdexcept>
#include <string>

namespace memosaic::image_core {

image_memory with_whole_words(const image& from, std::optional<std::byte> fill, std::string_view title) {
  const auto word = static_cast<int128>(from.word_size);
  image_memory whole = from.memory;
  if (word == 1) return whole;
  for (const image_range& block : from.memory.blocks()) {
    const int128 start = block.start - block.start % word;
    const int128 stop = block.stop + (word - block.stop % word) % word;
    if (start == block.start && stop == block.stop) continue;
    if (!fill) {
      throw std::invalid_argument(std::string(title)
                                      .append(": of the word at ")
                                      .append(address_text(start != block.start ? start : stop - word))
                                      .append(" only a part is stored; give a fill byte"));
    }
    whole.flood({start, block.start}, {&*fill, 1});
    whole.flood({block.stop, stop}, {&*fill, 1});
  }
  return whole;
}

}  // namespace memosaic::image_core
