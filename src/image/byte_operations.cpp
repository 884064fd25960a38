// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/byte_operations.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "image/rewrite.hpp"
#include "memosaic/bytes/fill.hpp"
#include "memosaic/bytes/reverse.hpp"

namespace memosaic {
namespace {

void apply(bit_operation how, mutable_bytes_view to, bytes_view with) {
  switch (how) {
    case bit_operation::conjunction:
      for (std::size_t i = 0; i < to.size(); ++i) to[i] &= with[i];
      break;
    case bit_operation::disjunction:
      for (std::size_t i = 0; i < to.size(); ++i) to[i] |= with[i];
      break;
    case bit_operation::exclusive:
      for (std::size_t i = 0; i < to.size(); ++i) to[i] ^= with[i];
      break;
  }
}

// What `change` makes of the range, to be written over it.
void combine(const image_memory& memory, bit_operation how, bytes_view pattern, image_range where,
             image_memory& changed) {
  std::vector<std::byte> operand;
  image_core::rewrite(memory, where, pattern.size(), changed, [&](int128 at, mutable_bytes_view bytes) {
    operand.resize(bytes.size());
    memosaic::fill(mutable_bytes_view(operand), pattern,
                   static_cast<std::size_t>(distance(where.start, at) % pattern.size()));
    apply(how, bytes, operand);
  });
}

template <typename Change>
void change_each(image_memory& memory, image_range where, Change change) {
  image_memory changed;
  image_core::rewrite(memory, where, 1, changed, [&](int128, mutable_bytes_view bytes) {
    for (std::byte& byte : bytes) byte = change(byte);
  });
  memory.write(changed);
}

constexpr std::byte reversed_bits(std::byte byte) {
  auto bits = std::to_integer<unsigned>(byte);
  bits = (bits & 0x0fU) << 4U | (bits & 0xf0U) >> 4U;
  bits = (bits & 0x33U) << 2U | (bits & 0xccU) >> 2U;
  return static_cast<std::byte>((bits & 0x55U) << 1U | (bits & 0xaaU) >> 1U);
}

// The stored part of a range, widened to whole words where the range reaches further anyway.
image_range whole_words(const image_memory& memory, int128 size, image_range where) {
  const image_range content = memory.content_range();
  const int128 first = image_core::floor_to(content.start, size);
  const int128 last = image_core::floor_to(content.stop - 1, size);
  const auto end = checked_advance(last, static_cast<uint128>(size));
  const image_range words{std::max(where.start, first), std::min(where.stop, end.value_or(where.stop))};
  if (words.empty()) return words;
  for (const int128 border : {words.start, words.stop}) {
    if (border % size == 0 || border == highest_stop<int128>) continue;
    throw std::invalid_argument("the range has an end at " + address_text(border) +
                                ", inside a word: give multiples of the word size");
  }
  return words;
}

}  // namespace

void combine_bits(image_memory& memory, bit_operation how, bytes_view pattern, image_range where) {
  if (pattern.empty()) throw std::invalid_argument("the pattern is empty");
  image_memory changed;
  combine(memory, how, pattern, where, changed);
  memory.write(changed);
}

void combine_bits(image_memory& memory, bit_operation how, const image_memory& other) {
  image_memory changed;
  for (const auto& with : other.segments(memory.content_range())) {
    const image_range where{with.start, with.stop};
    if (with.repeats) {
      combine(memory, how, with.bytes, where, changed);
    } else {
      image_core::rewrite(memory, where, 0, changed, [&](int128 at, mutable_bytes_view bytes) {
        apply(how, bytes, with.bytes.subspan(static_cast<std::size_t>(distance(with.start, at)), bytes.size()));
      });
    }
  }
  memory.write(changed);
}

void invert_bits(image_memory& memory, image_range where) {
  change_each(memory, where, [](std::byte byte) { return ~byte; });
}

void reverse_bits(image_memory& memory, image_range where) { change_each(memory, where, reversed_bits); }

void swap_nibbles(image_memory& memory, image_range where) {
  change_each(memory, where, [](std::byte byte) { return byte << 4U | byte >> 4U; });
}

void swap_bytes(image_memory& memory, unsigned word_size, image_range where) {
  if (word_size != 2 && word_size != 4 && word_size != 8) {
    throw std::invalid_argument("a word has 2, 4 or 8 bytes, not " + std::to_string(word_size));
  }
  if (memory.empty()) return;
  const auto size = static_cast<int128>(word_size);
  const image_range words = whole_words(memory, size, where);
  if (words.empty()) return;

  image_memory swapped;
  const auto mirror = [&](image_range part) {
    for (int128 at = part.start; at < part.stop; ++at) swapped.poke(at ^ (size - 1), *memory.peek(at));
  };
  for (const auto& piece : memory.segments(words)) {
    const int128 last = image_core::floor_to(piece.stop, size);
    const int128 first = image_core::ceiling_to(piece.start, size);
    if (first >= last) {
      mirror({piece.start, piece.stop});
      continue;
    }
    mirror({piece.start, first});
    image_core::rewrite(memory, {first, last}, word_size, swapped,
                        [&](int128, mutable_bytes_view bytes) { swap_bytes(bytes, word_size); });
    mirror({last, piece.stop});
  }
  image_memory result = memory.snapshot();
  result.clear(words);
  result.write(swapped);
  memory.rollback(result);
}

}  // namespace memosaic
