#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "image/text_scanner.hpp"

namespace memosaic::image_core {

/// The bytes that the tokens of a text stand for, gathered on their way to the collector.
///
/// Where no address is known, bytes are left out: after a token that may have stood for any number of bytes, none of
/// the following can be placed until the file says an address again.
///
/// Everything between the digits of bytes that follow each other must be no digit: `flush` before a comment.
class token_bytes {
 public:
  token_bytes(text_scanner& scanner, image_collector& into) noexcept : scanner_(scanner), into_(into) {}

  [[nodiscard]] bool placed() const noexcept { return at_.has_value(); }

  void go_to(int128 at);
  void lose_place();

  /// Passes over addresses whose bytes are not known.
  void leave_hole(unsigned size);

  /// The bytes of a token, fewer than 64.
  void put(std::size_t offset, bytes_view bytes);

  /// Puts as many bytes of two digits as follow each other, each before one character of white space; gives them.
  /// Empty if the next token is no such byte.
  [[nodiscard]] bytes_view put_spaced();

  /// Notes what is wrong with a character, after what came before it.
  void problem(std::size_t offset, std::string_view reason);

  /// Gives everything to the collector.
  void flush();

 private:
  text_scanner& scanner_;
  image_collector& into_;
  std::optional<int128> at_;      ///< where the next byte goes
  std::size_t gathered_ = 0;      ///< bytes in the front of `bytes_`
  std::size_t first_offset_ = 0;  ///< where the first of them is written
  std::array<std::byte, 4096> bytes_;
};

}  // namespace memosaic::image_core
