#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "memosaic/buffer/item_value.hpp"
#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// What the bits of an item mean.
enum class item_kind : std::uint8_t {
  boolean,           ///< `?`: 0 is false, anything else true; written as 0 or 1
  signed_integer,    ///< `b h i l q n`, two's complement
  unsigned_integer,  ///< `B H I L Q N P`
  floating,          ///< `e f d`: IEEE 754 of 16, 32 and 64 bits
  character,         ///< `c`: exactly one byte
  string,            ///< `10s`: up to 10 bytes, filled up with zeros, which are read back
  pascal_string,     ///< `10p`: a byte that counts, then up to 9 bytes, filled up with zeros, which are not
};

/// How one item of an array lies in memory, in the notation of Python's `struct`: an optional byte order and one code.
///
/// Byte orders: `@` or none is this machine's with the sizes of its C compiler, `=` this machine's with the standard
/// sizes (1 for b, 2 for h, 4 for i and l, 8 for q), `<` little-endian and `>` or `!` big-endian with those. `n`, `N`
/// and `P` exist in the machine's own sizes only. Only `s` and `p` take a count, which is their size in bytes.
/// There is no padding: items of an array follow each other without a gap.
/// Errors: `format_error` for what is no such format, with the offset of the first wrong character.
/// Source: the format characters of Python's library reference, section "struct".
class item_format {
 public:
  explicit item_format(std::string_view text);

  [[nodiscard]] const std::string& text() const noexcept MEMOSAIC_LIFETIMEBOUND { return text_; }
  [[nodiscard]] item_kind kind() const noexcept { return kind_; }

  /// Bytes per item, at least 1.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::endian order() const noexcept { return order_; }

  /// The item in the first `size()` bytes of `source`. Errors: `std::out_of_range` if there are fewer.
  [[nodiscard]] item_value decode(bytes_view source) const;

  /// Writes the first `size()` bytes of `target`.
  ///
  /// Floating-point numbers are rounded to the nearest, ties to even; NaN stays NaN.
  /// Errors, each naming value and format, with nothing written: `std::out_of_range` for a number outside the format,
  /// or too few bytes in `target`; `std::length_error` for too long a string; `std::invalid_argument` for the wrong
  /// kind, as text into an integer, or a number with a fraction point.
  void encode(const item_value& value, mutable_bytes_view target) const;

  [[nodiscard]] friend bool operator==(const item_format& a, const item_format& b) noexcept {
    return a.kind_ == b.kind_ && a.size_ == b.size_ && (a.order_ == b.order_ || a.size_ == 1);
  }

 private:
  std::string text_;
  item_kind kind_ = item_kind::unsigned_integer;
  std::endian order_ = std::endian::native;
  std::size_t size_ = 1;
};

}  // namespace memosaic
