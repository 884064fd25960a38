#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"

/// Sums for formats that ask for them. None of them is a hash: they miss errors that a CRC finds, so new formats should
/// take crc.hpp or hash.hpp, which are also faster. Each class is a value: a copy goes on from where it was taken.
///
/// Cost: one pass; Adler-32 and Fletcher-16 the dearest.
namespace memosaic {

/// Adler-32, incrementally.
///
/// Source: RFC 1950, section 8.2.
class adler32 {
 public:
  void update(bytes_view bytes) noexcept;

  /// Of all bytes so far; 1 for none.
  [[nodiscard]] std::uint32_t value() const noexcept { return (high_ << 16) | low_; }

 private:
  std::uint32_t low_ = 1;   // 1 + the sum of the bytes, below 65521
  std::uint32_t high_ = 0;  // the sum of the values of low_ after each byte, below 65521
};

/// Fletcher-16 of bytes, modulo 255, incrementally.
///
/// Source: J. G. Fletcher, An Arithmetic Checksum for Serial Transmissions, 1982.
class fletcher16 {
 public:
  void update(bytes_view bytes) noexcept;

  /// Of all bytes so far; 0 for none.
  [[nodiscard]] std::uint16_t value() const noexcept { return static_cast<std::uint16_t>((high_ << 8) | low_); }

 private:
  std::uint32_t low_ = 0;   // the sum of the bytes, below 255
  std::uint32_t high_ = 0;  // the sum of the values of low_ after each byte, below 255
};

/// Fletcher-32 of little-endian 16-bit words, modulo 65535, incrementally; a last odd byte counts as a word with a zero
/// above it. Parts of odd size may be fed: a word that two parts share is put together.
class fletcher32 {
 public:
  void update(bytes_view bytes) noexcept;

  /// Of all bytes so far; 0 for none.
  [[nodiscard]] std::uint32_t value() const noexcept;

 private:
  void add_words(const std::byte* at, std::size_t words) noexcept;

  std::uint32_t low_ = 0;   // the sum of the words, below 65535
  std::uint32_t high_ = 0;  // the sum of the values of low_ after each word, below 65535
  std::byte odd_{};         // the first byte of a word whose second has not come yet
  bool has_odd_ = false;
};

/// The sum of all bytes modulo 256, as Intel HEX and Motorola S-records use it (they write its complement).
[[nodiscard]] std::uint8_t sum8(bytes_view bytes) noexcept;

/// The sum of all bytes modulo 65536.
[[nodiscard]] std::uint16_t sum16(bytes_view bytes) noexcept;

}  // namespace memosaic
