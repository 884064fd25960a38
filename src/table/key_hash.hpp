#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <compare>
#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/endian.hpp"
#include "memosaic/bytes/hash.hpp"

namespace memosaic::table_core {

/// What an index knows of a key.
///
/// Under 64 bits both halves are the same number. Their orders agree with nothing but themselves.
struct key_hash {
  std::uint64_t place = 0;   ///< decides partition and bucket: its upper bits
  std::uint64_t spread = 0;  ///< decides the slot in the partition, and the fingerprint: its lower bits

  friend auto operator<=>(const key_hash&, const key_hash&) = default;
};

enum class hash_width : std::uint8_t { bits_64 = 64, bits_128 = 128 };

/// Of so many keys, two have the same 64 bits once in 32 tables: from here on, 128 are used.
inline constexpr std::uint64_t most_keys_of_64_bits = std::uint64_t{1} << 30;

[[nodiscard]] constexpr hash_width width_for(std::uint64_t keys) noexcept {
  return keys > most_keys_of_64_bits ? hash_width::bits_128 : hash_width::bits_64;
}

/// The upper half of a product: a number of `[0, b)` that is spread evenly if `a` is, and grows with it.
///
/// Source: D. Lemire, "Fast random integer generation in an interval", 2019.
[[nodiscard]] constexpr std::uint64_t upper_product(std::uint64_t a, std::uint64_t b) noexcept {
  return static_cast<std::uint64_t>((static_cast<uint128>(a) * b) >> 64U);
}

/// A permutation of the 64-bit numbers in which every bit of the input moves every bit of the output.
///
/// Source: D. Stafford's variant 13 of the finaliser of MurmurHash3, as SplitMix64 has it.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t number) noexcept {
  number = (number ^ (number >> 30U)) * 0xbf58'476d'1ce4'e5b9;
  number = (number ^ (number >> 27U)) * 0x94d0'49bb'1331'11eb;
  return number ^ (number >> 31U);
}

/// Of a key of bytes: XXH3.
[[nodiscard]] inline key_hash hash_key(bytes_view key, std::uint64_t seed, hash_width width) noexcept {
  if (width == hash_width::bits_128) [[unlikely]] {
    const hash128 hash = xxh3_128(key, seed);
    return {hash.low, hash.high};
  }
  const std::uint64_t hash = xxh3_64(key, seed);
  return {hash, hash};
}

/// Of an integer, a signed one in two's complement: different integers have different hashes, at either width.
[[nodiscard]] constexpr key_hash hash_key(std::uint64_t key, std::uint64_t seed, hash_width width) noexcept {
  const std::uint64_t place = mixed(key ^ seed);
  return {place, width == hash_width::bits_64 ? place : mixed(place ^ 0x9e37'79b9'7f4a'7c15)};
}

}  // namespace memosaic::table_core
