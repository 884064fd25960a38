// SPDX-License-Identifier: Apache-2.0
#include "image/writing_limits.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace memosaic::image_core {
namespace {

[[noreturn]] void refuse(image_format format, const std::string& what) {
  throw std::invalid_argument(std::string(facts_of(format).title) + ": " + what);
}

/// A format that takes what another one cannot.
std::string way_out(int128 address) {
  if (address < 0) return "no file format has negative addresses: shift the image first";
  if (address >> 32 == 0) return "Intel HEX could hold it";
  if (address >> 64 == 0) return "Tektronix extended HEX could hold it";
  return "no file format has such addresses: shift the image first";
}

bool fits_bits(int128 address, unsigned bits) noexcept { return address >= 0 && address >> bits == 0; }

std::string bits_text(std::initializer_list<unsigned> widths) {
  std::string text;
  for (const unsigned bits : widths) text += (text.empty() ? "" : " or ") + std::to_string(bits);
  return text;
}

}  // namespace

std::size_t row_length(const write_image_options& options, image_format format, std::size_t usual, std::size_t longest,
                       unsigned word_size) {
  const std::size_t length = options.record_length.value_or(usual);
  if (length == 0 || length > longest) {
    refuse(format, "record length " + std::to_string(length) + ": expected 1 to " + std::to_string(longest));
  }
  if (length % word_size != 0) {
    refuse(format, "record length " + std::to_string(length) + ": expected a multiple of the word size, " +
                       std::to_string(word_size));
  }
  return length;
}

void require_words(const image_memory& memory, image_format format, unsigned word_size, bool whole) {
  if (word_size == 1) return;
  const auto size = static_cast<int128>(word_size);
  const std::string words = " inside a word of " + std::to_string(word_size) + " bytes";
  for (const image_range& block : memory.blocks()) {
    if (block.start % size != 0) refuse(format, "a block begins at " + address_text(block.start) + "," + words);
    if (whole && block.stop % size != 0) {
      refuse(format, "a block ends before " + address_text(block.stop) + "," + words + ": give a fill byte");
    }
  }
}

image_memory fill_words(const image_memory& memory, unsigned word_size, std::optional<std::byte> fill) {
  image_memory whole = memory;
  if (!fill || word_size == 1) return whole;
  const auto size = static_cast<int128>(word_size);
  for (const image_range& block : memory.blocks()) {
    const int128 start = block.start / size * size;
    const int128 stop = (block.stop + size - 1) / size * size;
    whole.flood({start, block.start}, {&*fill, 1});
    whole.flood({block.stop, stop}, {&*fill, 1});
  }
  return whole;
}

unsigned address_width(const image& from, const write_image_options& options, image_format format,
                       std::initializer_list<unsigned> widths, unsigned word_size, bool with_entry) {
  const unsigned asked = options.address_bits.value_or(*(widths.end() - 1));
  if (std::find(widths.begin(), widths.end(), asked) == widths.end()) {
    refuse(format, "addresses have " + bits_text(widths) + " bits, not " + std::to_string(asked));
  }
  unsigned width = options.address_bits ? asked : *widths.begin();
  const auto test = [&](int128 address, const char* what) {
    const int128 written = address < 0 ? address : address / static_cast<int128>(word_size);
    for (const unsigned bits : widths) {
      if (bits > width && bits <= asked && !fits_bits(written, width)) width = bits;
    }
    if (fits_bits(written, width)) return;
    refuse(format, what + address_text(address) + " does not fit " + std::to_string(width) + " bits" +
                       (word_size == 1 ? "; " : " of word addresses; ") + way_out(address));
  };
  const auto range = from.memory.content_range();
  if (!range.empty()) {
    test(range.start, "the address ");
    test(range.stop - 1, "the address ");
  }
  if (with_entry && options.entry && from.entry) test(from.entry->address, "the entry point ");
  return width;
}

}  // namespace memosaic::image_core
