// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/record_mask.hpp"

#include <stdexcept>
#include <string>

namespace memosaic {
namespace {

std::size_t words_for(std::size_t size) noexcept { return size / 64 + (size % 64 != 0 ? 1 : 0); }

}  // namespace

record_mask::record_mask(std::size_t size, bool wanted)
    : size_(size), words_(words_for(size), wanted ? ~std::uint64_t{0} : 0) {
  clear_rest();
}

record_mask::record_mask(std::size_t size, std::span<const std::uint64_t> words)
    : size_(size), words_(words.begin(), words.end()) {
  if (words.size() != words_for(size)) {
    throw std::invalid_argument("a mask of " + std::to_string(size) + " positions has " +
                                std::to_string(words_for(size)) + " words: found " + std::to_string(words.size()));
  }
  clear_rest();
}

std::size_t record_mask::count() const noexcept {
  std::size_t sum = 0;
  for (const std::uint64_t each : words_) sum += static_cast<std::size_t>(std::popcount(each));
  return sum;
}

void record_mask::set(std::size_t position, bool wanted) {
  require_index(position, size_);
  const std::uint64_t bit = std::uint64_t{1} << position % 64;
  std::uint64_t& word = words_[position / 64];
  word = wanted ? word | bit : word & ~bit;
}

record_mask& record_mask::operator&=(const record_mask& other) {
  require_same_size(other);
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  return *this;
}

record_mask& record_mask::operator|=(const record_mask& other) {
  require_same_size(other);
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  return *this;
}

record_mask record_mask::operator~() const {
  record_mask made(*this);
  for (std::uint64_t& each : made.words_) each = ~each;
  made.clear_rest();
  return made;
}

void record_mask::require_same_size(const record_mask& other) const {
  if (size_ == other.size_) return;
  throw std::invalid_argument("masks of " + std::to_string(size_) + " and " + std::to_string(other.size_) +
                              " positions have no positions in common");
}

void record_mask::clear_rest() noexcept {
  if (size_ % 64 != 0) words_.back() &= (std::uint64_t{1} << size_ % 64) - 1;
}

}  // namespace memosaic
