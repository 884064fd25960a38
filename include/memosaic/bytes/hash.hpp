#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// A hash of 128 bits.
struct hash128 {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  friend bool operator==(const hash128&, const hash128&) = default;
};

/// XXH3, 64 bits. Its output is frozen: it may be written to files. It is no defence against those who choose the
/// input.
///
/// Source: the XXH3 specification, as xxHash 0.8 has it.
[[nodiscard]] std::uint64_t xxh3_64(bytes_view bytes, std::uint64_t seed = 0) noexcept;

/// XXH3, 128 bits; as above. Its low half is not `xxh3_64`.
[[nodiscard]] hash128 xxh3_128(bytes_view bytes, std::uint64_t seed = 0) noexcept;

/// XXH3 of a run of bytes that arrives in parts: the result is that of all parts at once.
///
/// A value of about 600 bytes that owns nothing else; a copy goes on from where it was taken. It keeps what both widths
/// need, so either may be asked for, at any time and more than once.
class hasher {
 public:
  explicit hasher(std::uint64_t seed = 0) noexcept;

  void update(bytes_view bytes) noexcept;

  /// Of all bytes so far.
  [[nodiscard]] std::uint64_t value_64() const noexcept;
  [[nodiscard]] hash128 value_128() const noexcept;

  /// Starts again, with a seed of its own.
  void reset(std::uint64_t seed = 0) noexcept;

 private:
  alignas(64) std::array<std::byte, 576> state_;  // what xxHash calls XXH3_state_t
};

}  // namespace memosaic
