#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>

#include "memosaic/bytes/checked.hpp"
#include "table/key_hash.hpp"
#include "table/key_section.hpp"

namespace memosaic::table_core {

/// A few bits of each key's hash, in the order of slots: what stops most absent keys before a record is touched.
///
/// They are packed from the lowest bit on. 7 bytes of 0 follow, so that 8 bytes may be read at once anywhere.
class key_fingerprints {
 public:
  static constexpr unsigned most_bits = 32;
  static constexpr std::size_t padding = 7;

  /// The size of the section for so many slots, or nothing if that is beyond all memory.
  [[nodiscard]] static std::optional<std::uint64_t> section_size(std::uint64_t slots, unsigned bits) noexcept;

  [[nodiscard]] static std::uint32_t of(key_hash hash, unsigned bits) noexcept {
    return static_cast<std::uint32_t>(hash.spread & mask(bits));
  }

  /// Sets one in bytes that are still 0 there; `section` has the whole size. Two threads must not set ones whose bits
  /// share a byte.
  static void set(mutable_bytes_view section, std::uint64_t slot, unsigned bits, std::uint32_t fingerprint) noexcept;

  key_fingerprints() noexcept = default;

  /// Errors: `format_error` if the section has not the size for so many slots; `bits` is 1 to 32.
  key_fingerprints(const key_section& section, std::uint64_t slots, unsigned bits);

  [[nodiscard]] const std::byte* place(std::uint64_t slot) const noexcept {
    return bits_ == 8 ? bytes_ + slot : bytes_ + slot * bits_ / 8;
  }

  /// The same where all fingerprints have 8 bits.
  [[nodiscard]] bool match_byte(std::uint64_t slot, std::uint64_t spread) const noexcept {
    return bytes_[slot] == static_cast<std::byte>(spread & 0xffU);
  }

  /// Whether a slot below the number of slots may be the key's.
  [[nodiscard]] bool match(std::uint64_t slot, key_hash hash) const noexcept {
    if (bits_ == 8) return bytes_[slot] == static_cast<std::byte>(hash.spread & 0xffU);
    const std::uint64_t word = number_at<std::uint64_t>(place(slot)) >> (slot * bits_ % 8);
    return ((word ^ hash.spread) & mask(bits_)) == 0;
  }

 private:
  [[nodiscard]] static constexpr std::uint64_t mask(unsigned bits) noexcept { return (std::uint64_t{1} << bits) - 1; }

  const std::byte* bytes_ = nullptr;
  unsigned bits_ = 8;
};

}  // namespace memosaic::table_core
