// SPDX-License-Identifier: Apache-2.0
#include "image/record_addresses.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace memosaic::image_core {
namespace {

[[noreturn]] void refuse(std::string_view title, std::string_view what) {
  throw std::invalid_argument(std::string(title).append(": ").append(what));
}

/// The first address that does not fit, if there is one.
std::optional<int128> first_too_wide(const image& from, unsigned bits) {
  const int128 stop = (int128{1} << bits) * static_cast<int128>(from.word_size);
  const image_range all = from.memory.content_range();
  if (from.memory.empty() || (all.start >= 0 && all.stop <= stop)) return std::nullopt;
  if (all.start < 0) return all.start;
  for (const image_range& block : from.memory.blocks({stop, all.stop})) return block.start;
  return std::nullopt;
}

bool entry_too_wide(const image& from, unsigned bits) noexcept {
  const int128 stop = (int128{1} << bits) * static_cast<int128>(from.word_size);
  return from.entry && (from.entry->address < 0 || from.entry->address >= stop);
}

}  // namespace

std::size_t chosen_record_length(const image& from, const write_image_options& options, std::size_t custom,
                                 std::size_t most, std::string_view title) {
  const std::size_t length = options.record_length.value_or(custom);
  if (length == 0 || length > most) {
    refuse(title, "a record holds 1 to " + std::to_string(most) + " bytes, not " + std::to_string(length));
  }
  if (length % from.word_size != 0) {
    refuse(title, "a record of " + std::to_string(length) + " bytes does not hold whole words of " +
                      std::to_string(from.word_size));
  }
  return length;
}

void require_whole_words(const image& from, std::string_view title) {
  if (from.word_size != 1 && from.word_size != 2 && from.word_size != 4 && from.word_size != 8) {
    refuse(title, "a word has 1, 2, 4 or 8 bytes, not " + std::to_string(from.word_size));
  }
  if (from.word_size == 1) return;
  const auto word = static_cast<int128>(from.word_size);
  for (const image_range& block : from.memory.blocks()) {
    if (block.start % word != 0) {
      refuse(title, "the block at " + address_text(block.start) + " does not begin at a word of " +
                        std::to_string(from.word_size) + " bytes; align it");
    }
  }
  if (from.entry && from.entry->address % word != 0) {
    refuse(title, "the entry point " + address_text(from.entry->address) + " is no word of " +
                      std::to_string(from.word_size) + " bytes");
  }
}

bool addresses_fit(const image& from, bool entry, unsigned bits) noexcept {
  return !first_too_wide(from, bits) && !(entry && entry_too_wide(from, bits));
}

void require_addresses(const image& from, bool entry, unsigned bits, std::string_view title, std::string_view remedy) {
  std::string what;
  if (const auto address = first_too_wide(from, bits)) {
    what = "address " + address_text(*address);
  } else if (entry && entry_too_wide(from, bits)) {
    what = "the entry point " + address_text(from.entry->address);
  } else {
    return;
  }
  what += " does not fit " + std::to_string(bits) + " bits";
  if (from.word_size != 1) what += " of words of " + std::to_string(from.word_size) + " bytes";
  refuse(title, what.append("; ").append(remedy));
}

std::uint64_t entry_words(const image& from) noexcept {
  return static_cast<std::uint64_t>(from.entry->address / static_cast<int128>(from.word_size));
}

}  // namespace memosaic::image_core
