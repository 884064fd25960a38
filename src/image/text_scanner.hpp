#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "image/image_collector.hpp"

namespace memosaic::image_core {

/// The value of a hexadecimal digit of either case; 16 for any other character.
[[nodiscard]] constexpr unsigned digit_value(char c) noexcept {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  return 16;
}

/// A number as a file writes it, or what is wrong with it.
struct scanned_number {
  std::uint64_t value = 0;
  std::size_t wrong_at = 0;  ///< the first wrong character
  std::string reason;        ///< empty: it is a number
};

/// The number that all of `digits` are, at most 16. `what` is its name in the reason: "address".
[[nodiscard]] scanned_number scan_number(std::string_view digits, std::string_view what);

/// The same for a byte: exactly two digits.
[[nodiscard]] scanned_number scan_byte(std::string_view digits, std::string_view what = "byte");

/// Walks over a text that consists of tokens and knows where it is.
///
/// Lines are only counted, never looked for: one of any length is read in the same memory. They end in LF, CRLF or CR.
/// A UTF-8 byte order mark at the start is passed over.
/// Cost: the places of a whole file cost one more pass over it, as they are asked for in its order.
class text_scanner {
 public:
  explicit text_scanner(bytes_view text) noexcept;

  [[nodiscard]] bool at_end() const noexcept { return at_ == text_.size(); }
  [[nodiscard]] std::size_t offset() const noexcept { return at_; }
  [[nodiscard]] std::string_view rest() const noexcept { return text_.substr(at_); }
  [[nodiscard]] char front() const noexcept { return text_[at_]; }

  void skip(std::size_t size) noexcept { at_ += size; }

  /// Passes over blanks, tabs and line ends.
  void skip_spaces() noexcept;

  /// Passes over everything up to one of `stops`, or to the end.
  void skip_until(std::string_view stops) noexcept;

  /// What comes before the next of `stops`, but no more than is needed to see that it is too long.
  [[nodiscard]] std::string_view token(std::string_view stops) const noexcept;

  /// Reads bytes of two digits, each followed by one character of white space; gives how many, 0 if the next are no
  /// such bytes.
  [[nodiscard]] std::size_t read_spaced_bytes(mutable_bytes_view target) noexcept;

  /// Where the byte is written that comes `bytes` bytes after the one at `offset`, if only digits and what separates
  /// them stand in between.
  [[nodiscard]] std::size_t behind_bytes(std::size_t offset, std::size_t bytes) const noexcept;

  /// The place of a character. Places must be asked for in the order of the file.
  [[nodiscard]] file_place place_of(std::size_t offset) noexcept;
  [[nodiscard]] file_place place() noexcept { return place_of(at_); }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t counted_ = 0;     ///< lines are counted up to here
  std::size_t line_start_ = 0;  ///< of the line that `counted_` is in
  std::uint64_t line_ = 1;
};

}  // namespace memosaic::image_core
