// SPDX-License-Identifier: Apache-2.0
#include "table/key_index_writer.hpp"

#include <bit>
#include <stdexcept>
#include <string>

#include "table/key_index.hpp"

namespace memosaic::table_core {
namespace {

void put_common(std::byte* header, index_kind kind, hash_width width, std::uint64_t keys, std::uint64_t seed) {
  put_number<std::uint8_t>(header, static_cast<std::uint8_t>(kind));
  put_number<std::uint8_t>(header + 1, static_cast<std::uint8_t>(width));
  put_number<std::uint64_t>(header + 8, keys);
  put_number<std::uint64_t>(header + 16, seed);
}

}  // namespace

std::array<std::byte, section_header_size> perfect_index_header(const perfect_hash_writer& written, std::uint64_t seed,
                                                                hash_width width, unsigned fingerprint_bits) {
  const std::size_t partitions = written.entries().size() / partition_entry_size;
  if (!std::has_single_bit(partitions)) {
    throw std::invalid_argument("an index has a power of two of partitions: found " + std::to_string(partitions));
  }
  std::array<std::byte, section_header_size> header{};
  put_common(header.data(), index_kind::perfect, width, written.keys(), seed);
  put_number<std::uint8_t>(header.data() + 2, static_cast<std::uint8_t>(std::bit_width(partitions) - 1));
  put_number<std::uint8_t>(header.data() + 3, static_cast<std::uint8_t>(fingerprint_bits));
  put_number<std::uint64_t>(header.data() + 24, written.data_size());
  return header;
}

std::vector<std::byte> linear_index(std::span<const key_hash> keys, std::uint64_t seed) {
  if (keys.size() > most_linear_keys) {
    throw std::length_error("too many keys for an index without a perfect hash: expected " +
                            std::to_string(most_linear_keys) + ", found " + std::to_string(keys.size()));
  }
  std::vector<std::byte> section(section_header_size + 8 * keys.size());
  put_common(section.data(), index_kind::linear, hash_width::bits_64, keys.size(), seed);
  for (std::size_t slot = 0; slot < keys.size(); ++slot) {
    put_number<std::uint64_t>(section.data() + section_header_size + 8 * slot, keys[slot].place);
  }
  return section;
}

}  // namespace memosaic::table_core
