// SPDX-License-Identifier: Apache-2.0
#include "table/key_dense.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

#include "memosaic/bytes/checked.hpp"
#include "table/key_index.hpp"
#include "table/key_index_writer.hpp"

namespace memosaic::table_core {
namespace {

constexpr std::uint64_t blocks_for(std::uint64_t span) noexcept { return span / 64 + (span % 64 != 0 ? 1 : 0); }

std::uint64_t span_of(std::uint64_t first, std::uint64_t last) {
  if (last - first == std::numeric_limits<std::uint64_t>::max()) {
    throw std::invalid_argument("a range of all 2^64 integers cannot be dense");
  }
  return last - first + 1;
}

}  // namespace

key_dense::key_dense(const key_section& index, std::uint64_t keys)
    : lowest_(number_at<std::uint64_t>(index.bytes.data() + 24)),
      span_(number_at<std::uint64_t>(index.bytes.data() + 32)),
      keys_(keys) {
  if (keys > span_) refuse(index, 8, "a range has fewer integers than the index has keys", span_, keys);
  if (keys == span_) {
    require_size(index, section_header_size);
    return;
  }
  const auto size = checked_multiply(blocks_for(span_), block_size);
  const auto expected = size ? checked_add(*size, section_header_size) : std::nullopt;
  if (!expected) refuse(index, 32, "the range of the index is larger than memory");
  require_size(index, *expected);
  blocks_ = index.bytes.data() + section_header_size;
}

void key_dense::verify(const key_section& index) const {
  if (blocks_ == nullptr) return;
  std::uint64_t keys = 0;
  for (std::uint64_t number = 0; number < blocks_for(span_); ++number) {
    const std::byte* const block = blocks_ + number * block_size;
    const auto place = section_header_size + number * block_size;
    if (number_at<std::uint64_t>(block) != keys) {
      refuse(index, place, "the count of keys is wrong", keys, number_at<std::uint64_t>(block));
    }
    const auto bits = number_at<std::uint64_t>(block + 8);
    if (number == span_ / 64 && bits >> (span_ % 64) != 0) refuse(index, place + 8, "keys lie behind the range");
    keys += set_bits(bits);
  }
  if (keys != keys_) refuse(index, 8, "there are not as many keys as the header says", keys_, keys);
  if (slot_of(lowest_) == no_slot) refuse(index, 24, "the first integer of the range is no key");
  if (slot_of(lowest_ + (span_ - 1)) == no_slot) refuse(index, 32, "the last integer of the range is no key");
}

key_dense_writer::key_dense_writer(std::uint64_t first, std::uint64_t last)
    : first_(first), span_(span_of(first, last)), bits_(blocks_for(span_), 0) {}

bool key_dense_writer::add(std::uint64_t key) {
  const std::uint64_t distance = key - first_;
  require_index(distance, span_);
  const std::uint64_t bit = std::uint64_t{1} << (distance % 64);
  if ((bits_[distance / 64] & bit) != 0) return false;
  bits_[distance / 64] |= bit;
  ++keys_;
  return true;
}

std::vector<std::byte> key_dense_writer::header() const {
  std::vector<std::byte> bytes(section_header_size);
  put_number<std::uint8_t>(bytes.data(), static_cast<std::uint8_t>(index_kind::dense));
  put_number<std::uint64_t>(bytes.data() + 8, keys_);
  put_number<std::uint64_t>(bytes.data() + 24, first_);
  put_number<std::uint64_t>(bytes.data() + 32, span_);
  return bytes;
}

std::vector<std::byte> key_dense_writer::blocks(std::size_t& word, std::uint64_t& before) const {
  constexpr std::size_t most_blocks = 4096;
  std::vector<std::byte> bytes(16 * std::min(most_blocks, bits_.size() - word));
  for (std::size_t at = 0; at < bytes.size(); at += 16, ++word) {
    put_number<std::uint64_t>(bytes.data() + at, before);
    put_number<std::uint64_t>(bytes.data() + at + 8, bits_[word]);
    before += set_bits(bits_[word]);
  }
  return bytes;
}

}  // namespace memosaic::table_core
