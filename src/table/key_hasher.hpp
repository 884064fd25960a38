#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/hash.hpp"
#include "table/key_hash.hpp"
#include "table/key_section.hpp"

namespace memosaic::table_core {

/// The hashes of 64 bits under one seed: the same as those of `hash_key`, with what depends on the seed computed once.
///
/// Bytes from 17 to 32, which most keys of text have, are hashed without a call: that is half of the instructions, and
/// a seventh of those of a hit.
/// Source: the XXH3 specification, as xxHash 0.8 has it: its secret, and its rule for 17 to 128 bytes.
class key_hasher {
 public:
  key_hasher() noexcept = default;
  explicit key_hasher(std::uint64_t seed) noexcept
      : seed_(seed),
        first_{0xbe4b'a423'396c'feb8 + seed, 0x1cad'21f7'2c81'017c - seed},
        last_{0xdb97'9083'e96d'd4de + seed, 0x1f67'b3b7'a4a4'4072 - seed} {}

  [[nodiscard]] std::uint64_t operator()(bytes_view key) const noexcept {
    if (key.size() - 17 > 32 - 17) [[unlikely]]
      return xxh3_64(key, seed_);
    const std::byte* const last = key.data() + key.size() - 16;
    const std::uint64_t sum = key.size() * 0x9e37'79b1'85eb'ca87 + folded(key.data(), first_) + folded(last, last_);
    const std::uint64_t mixed = (sum ^ (sum >> 37U)) * 0x1656'6791'9e37'79f9;
    return mixed ^ (mixed >> 32U);
  }

  [[nodiscard]] std::uint64_t operator()(std::uint64_t key) const noexcept { return mixed(key ^ seed_); }

 private:
  struct words {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
  };

  /// 16 bytes: both halves of a product of 128 bits.
  [[nodiscard]] static std::uint64_t folded(const std::byte* bytes, const words& secret) noexcept {
    const uint128 product = static_cast<uint128>(number_at<std::uint64_t>(bytes) ^ secret.low) *
                            (number_at<std::uint64_t>(bytes + 8) ^ secret.high);
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
  }

  std::uint64_t seed_ = 0;
  words first_;
  words last_;
};

}  // namespace memosaic::table_core
