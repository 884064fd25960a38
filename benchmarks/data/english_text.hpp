#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::bench {

/// Fills `target` with sentences of common English words, drawn by their rank as Zipf's law has it, so that letters and
/// pairs of letters come about as often as in prose. It does not repeat itself.
void fill_english(mutable_bytes_view target, std::uint64_t seed);

/// A needle of `size` bytes for such a text: every byte is among its most frequent ones, and it does not occur in
/// `text`. The longer ones are ordinary words in an order that the text lacks; of the short ones every part of three
/// bytes occurs, so that candidates abound.
[[nodiscard]] std::string absent_english_needle(bytes_view text, std::size_t size, std::uint64_t seed);

}  // namespace memosaic::bench
