#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/image/image.hpp"

/// Changing every stored byte of a range by a rule. Holes stay holes.
///
/// Cost: O(content of the range), of which a copy is made; runs that repeat a pattern stay runs, and cost one period,
/// unless their period together with the rule's is longer than 1 MiB.
/// Errors: `buffer_pinned`, of `swap_bytes` while any mutable view is out; every change is whole or has no effect.
namespace memosaic {

enum class bit_operation : std::uint8_t { conjunction, disjunction, exclusive };

/// Combines the range with `pattern`, repeated from the range's start on: AND, OR or XOR.
/// Errors also: `std::invalid_argument` for an empty pattern.
void combine_bits(image_memory& memory, bit_operation how, bytes_view pattern, image_range where);

/// Combines each byte with that of `other` at the same address; where `other` has none, it stays.
void combine_bits(image_memory& memory, bit_operation how, const image_memory& other);

/// Each 1 becomes 0 and each 0 becomes 1.
void invert_bits(image_memory& memory, image_range where = image_memory::everywhere);

/// The highest bit of each byte becomes the lowest.
void reverse_bits(image_memory& memory, image_range where = image_memory::everywhere);

/// The upper four bits of each byte change places with the lower four.
void swap_nibbles(image_memory& memory, image_range where = image_memory::everywhere);

/// Reverses the order of bytes in each word of 2, 4 or 8 addresses; words begin at multiples of their size. A word that
/// is stored in part is mirrored with its holes: the byte at address `a` goes to `a ^ (word_size - 1)`.
///
/// Errors also: `std::invalid_argument` for another size, or a range that cuts a word.
void swap_bytes(image_memory& memory, unsigned word_size, image_range where = image_memory::everywhere);

}  // namespace memosaic
