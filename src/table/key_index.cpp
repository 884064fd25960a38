// SPDX-License-Identifier: Apache-2.0
#include "table/key_index.hpp"

#include <algorithm>

#include "table/key_index_writer.hpp"

namespace memosaic::table_core {

key_index::key_index(const key_section& index, const key_section& fingerprints) {
  require_header(index, 40);
  const std::byte* const header = index.bytes.data();
  const auto kind = number_at<std::uint8_t>(header);
  const auto width = number_at<std::uint8_t>(header + 1);
  kind_ = static_cast<index_kind>(kind);
  if (kind < 1 || kind > 3) refuse(index, 0, "the index is of a kind that this version does not know", 3, kind);
  if (width != (kind_ == index_kind::dense ? 0 : 64) && !(kind_ == index_kind::perfect && width == 128)) {
    refuse(index, 1, "the index has a hash that this version does not know", 64, width);
  }
  width_ = width == 128 ? hash_width::bits_128 : hash_width::bits_64;
  fingerprint_bits_ = number_at<std::uint8_t>(header + 3);
  if (number_at<std::uint32_t>(header + 4) != 0) refuse(index, 4, "bytes that this version does not know of are set");
  size_ = number_at<std::uint64_t>(header + 8);
  seed_ = number_at<std::uint64_t>(header + 16);
  hasher_ = key_hasher(seed_);
  if (kind_ == index_kind::perfect) {
    open_perfect(index, fingerprints);
    return;
  }
  if (number_at<std::uint16_t>(header + 2) != 0) refuse(index, 2, "only a perfect hash has partitions");
  require_size(fingerprints, 0);
  if (kind_ == index_kind::dense) {
    if (seed_ != 0) refuse(index, 16, "an index without hashes has a seed", 0, seed_);
    dense_ = key_dense(index, size_);
    return;
  }
  if (number_at<std::uint64_t>(header + 24) != 0 || number_at<std::uint64_t>(header + 32) != 0) {
    refuse(index, 24, "bytes that this version does not know of are set");
  }
  if (size_ > most_linear_keys) refuse(index, 8, "an index without a perfect hash is too big", most_linear_keys, size_);
  require_size(index, section_header_size + 8 * size_);
  few_ = index.bytes.data() + section_header_size;
}

void key_index::open_perfect(const key_section& index, const key_section& fingerprints) {
  const std::byte* const header = index.bytes.data();
  const auto bits = number_at<std::uint8_t>(header + 2);
  const auto data_size = number_at<std::uint64_t>(header + 24);
  if (bits > most_partition_bits) refuse(index, 2, "the index has too many partitions", most_partition_bits, bits);
  if (fingerprint_bits_ < 1 || fingerprint_bits_ > key_fingerprints::most_bits) {
    refuse(index, 3, "fingerprints have 1 to 32 bits", key_fingerprints::most_bits, fingerprint_bits_);
  }
  if (number_at<std::uint64_t>(header + 32) != 0) refuse(index, 32, "bytes that this version does not know of are set");
  const std::size_t data_start = section_header_size + (partition_entry_size << bits);
  const auto expected = checked_add(data_start, data_size);
  if (!expected) refuse(index, 24, "the index has more data than memory can hold");
  require_size(index, *expected);
  fingerprints_ = key_fingerprints(fingerprints, size_, fingerprint_bits_);
  usual_ = width_ == hash_width::bits_64 && fingerprint_bits_ == 8;
  perfect_ = perfect_hash(header + section_header_size, std::uint64_t{1} << bits, index.bytes.subspan(data_start));
}

std::uint64_t key_index::unusual_slot_of(key_hash hash) const noexcept {
  if (kind_ == index_kind::dense) return no_slot;
  if (kind_ == index_kind::perfect) {
    const auto probe = perfect_.start(hash);
    return probe.entry == nullptr ? no_slot : accept(perfect_.finish(probe), hash);
  }
  // At most 63, which a compiler compares several at a time; at most one is equal.
  std::uint64_t found = no_slot;
  for (std::uint64_t slot = 0; slot < size_; ++slot) {
    if (number_at<std::uint64_t>(few_ + 8 * slot) == hash.place) found = slot;
  }
  return found;
}

void key_index::verify(const key_section& index, const key_section& fingerprints) const {
  if (kind_ == index_kind::dense) return dense_.verify(index);
  if (kind_ == index_kind::perfect) {
    perfect_.verify(index, size_);
    const auto used = *key_fingerprints::section_size(size_, fingerprint_bits_) - key_fingerprints::padding;
    for (std::uint64_t at = used; at < fingerprints.bytes.size(); ++at) {
      if (fingerprints.bytes[at] != std::byte{0}) refuse(fingerprints, at, "padding is not 0");
    }
    const unsigned rest = static_cast<unsigned>(size_ * fingerprint_bits_ % 8);
    if (rest != 0 && std::to_integer<unsigned>(fingerprints.bytes[used - 1]) >> rest != 0) {
      refuse(fingerprints, used - 1, "padding is not 0");
    }
    return;
  }
  for (std::uint64_t slot = 0; slot < size_; ++slot) {
    for (std::uint64_t other = 0; other < slot; ++other) {
      if (number_at<std::uint64_t>(few_ + 8 * slot) == number_at<std::uint64_t>(few_ + 8 * other)) {
        refuse(index, section_header_size + 8 * slot, "two keys have the same hash");
      }
    }
  }
}

}  // namespace memosaic::table_core
