#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "image/image_collector.hpp"
#include "image/line_reader.hpp"

namespace memosaic::image_core {

/// The bytes of one record: what the pairs of digits of a line say.
struct hex_record {
  /// The most that a record with a one-byte length can have: the length, 255 bytes, and 4 around them.
  static constexpr std::size_t most = 260;

  std::array<std::byte, most> bytes;
  std::size_t size = 0;   ///< pairs in the line; of more than `most`, the first are kept
  std::uint32_t sum = 0;  ///< of the bytes kept

  [[nodiscard]] std::uint8_t at(std::size_t index) const noexcept {
    return std::to_integer<std::uint8_t>(bytes[index]);
  }
  /// A number, high byte first.
  [[nodiscard]] std::uint32_t number(std::size_t index, std::size_t count) const noexcept {
    std::uint32_t value = 0;
    for (std::size_t i = index; i < index + count; ++i) value = value << 8 | at(i);
    return value;
  }
  [[nodiscard]] bytes_view part(std::size_t index, std::size_t count) const noexcept {
    return bytes_view(bytes).subspan(index, count);
  }
};

/// Reads the pairs from the character `first` of a line to its end. False if a character is no digit or the last digit
/// lacks its twin; that is a problem then.
[[nodiscard]] bool read_pairs(const text_line& line, std::size_t first, image_collector& into, hex_record& record);

/// "length: expected 4 bytes, found 5".
[[nodiscard]] std::string wrong_length(std::size_t expected, std::size_t found);

/// "checksum: expected 0x1E, found 0x1F".
[[nodiscard]] std::string wrong_checksum(std::uint8_t expected, std::uint8_t found);

/// "expected ':', found 'S'".
[[nodiscard]] std::string wrong_character(std::string_view expected, char found);

}  // namespace memosaic::image_core
