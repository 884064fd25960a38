#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "table/key_hash.hpp"

/// The formulas of the perfect hash that its builder, its reader and docs/table_key_index.md share.
///
/// A key's `place` chooses one of 2^bits partitions by its upper bits, and a bucket inside it by the bits below. Each
/// bucket has a pilot of 8 bits, chosen while building so that all keys of a partition fall into different slots. A
/// partition has slightly more slots than keys; the few keys that fall behind the last key's number are sent to the
/// slots that stayed free before it, by a short list.
///
/// Source: PTHash (G. E. Pibiri, R. Trani, SIGIR 2021) for pilots and the list; PtrHash (R. Groot
/// Koerkamp, SEA 2025) for pilots of 8 bits, found by evicting other buckets.
namespace memosaic::table_core {

/// So that slots and their list fit 16 bits.
inline constexpr std::uint32_t most_keys_of_partition = 63 * 1024;

/// More keys than this expected in a partition would exceed the limit by chance.
inline constexpr std::uint64_t expected_keys_of_partition = 62'720;

inline constexpr unsigned most_partition_bits = 20;
inline constexpr std::uint64_t most_keys_of_index = expected_keys_of_partition << most_partition_bits;

/// The number of partitions for at most so many keys is two to this.
[[nodiscard]] constexpr unsigned partition_bits_for(std::uint64_t keys) noexcept {
  if (keys <= most_keys_of_partition) return 0;
  unsigned bits = 1;
  while (bits < most_partition_bits && (keys >> bits) > expected_keys_of_partition) ++bits;
  return bits;
}

/// The partition of a hash, and where it lies in it as a fraction of 2^64: the halves of one product.
struct partition_place {
  std::uint64_t partition = 0;
  std::uint64_t remainder = 0;
};

[[nodiscard]] constexpr partition_place place_of(key_hash hash, std::uint64_t partitions) noexcept {
  const uint128 product = static_cast<uint128>(hash.place) * partitions;
  return {static_cast<std::uint64_t>(product >> 64U), static_cast<std::uint64_t>(product)};
}

/// About 3 keys to a bucket.
[[nodiscard]] constexpr std::uint32_t buckets_of(std::uint32_t keys) noexcept { return ((keys * 21'846U) >> 16U) + 1; }

/// One slot in 64 to spare.
[[nodiscard]] constexpr std::uint32_t slots_of(std::uint32_t keys) noexcept { return keys + (keys >> 6U) + 1; }

/// Every bucket gets as many keys as any other. Skewed buckets, as in PTHash, halve the time in which pilots are found,
/// but their formula costs a seventh of the time of a hit; pilots that evict do without them.
[[nodiscard]] constexpr std::uint32_t bucket_of(std::uint64_t remainder, std::uint32_t buckets) noexcept {
  return static_cast<std::uint32_t>(upper_product(remainder, buckets));
}

/// What a pilot does to the hashes of its bucket. `seed` is that of the partition, a multiple of 256.
[[nodiscard]] constexpr std::uint64_t pilot_word(std::uint32_t pilot, std::uint32_t seed) noexcept {
  return std::uint64_t{seed | pilot} * 0x9e37'79b9'7f4a'7c15;
}

[[nodiscard]] constexpr std::uint32_t slot_of(std::uint64_t spread, std::uint64_t word, std::uint32_t slots) noexcept {
  return static_cast<std::uint32_t>(upper_product((spread ^ word) * 0xd6e8'feb8'6659'fd93, slots));
}

/// A partition of the index as it lies in the file, in 32 bytes: its numbers in this order, little-endian.
///
/// All that a lookup needs is told, and needs not be computed: fewer instructions let more lookups overlap.
struct partition_entry {
  std::uint64_t first_slot = 0;  ///< the keys of all partitions before it
  std::uint32_t keys = 0;
  std::uint32_t slots = 0;    ///< `slots_of(keys)`
  std::uint32_t buckets = 0;  ///< `buckets_of(keys)`
  std::uint32_t seed = 0;     ///< a multiple of 256
  std::uint32_t data = 0;     ///< where its data begin, in units of 8 bytes
  std::uint32_t reserved = 0;

  friend bool operator==(const partition_entry&, const partition_entry&) = default;
};

inline constexpr std::size_t partition_entry_size = 32;
inline constexpr std::uint64_t partition_data_unit = 8;

/// Where the list of a partition begins in its data, behind the pilots; its entries have 2 bytes.
[[nodiscard]] constexpr std::uint64_t list_offset(std::uint32_t buckets) noexcept {
  return (std::uint64_t{buckets} + 1) & ~std::uint64_t{1};
}

/// All data of a partition with their padding, also of one without keys.
[[nodiscard]] constexpr std::uint64_t data_size(std::uint32_t keys) noexcept {
  const std::uint64_t used = list_offset(buckets_of(keys)) + 2 * std::uint64_t{slots_of(keys) - keys};
  return (used + (partition_data_unit - 1)) & ~(partition_data_unit - 1);
}

static_assert((data_size(most_keys_of_partition) << most_partition_bits) / partition_data_unit < 0xffff'ffffU);

}  // namespace memosaic::table_core
