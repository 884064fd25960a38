#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "memosaic/image/write_image.hpp"

namespace memosaic::image_core {

/// The lines of a text file on their way to a sink, gathered to parts of 64 KiB: whole pages of the
/// file, which systems write fastest.
///
/// `flush` must be called in the end: the destructor sends nothing.
class text_writer {
 public:
  /// The longest run of characters that `room` gives.
  static constexpr std::size_t longest = 4096;

  text_writer(content_sink& to, line_end lines);

  /// Where the next characters go, at least `size` of them, at most `longest`; `wrote` says how many they were. More
  /// may be written behind them up to `room_size()`: it is lost.
  [[nodiscard]] char* room(std::size_t size) {
    if (room_size() < size) send_part();
    return text_.get() + used_;
  }
  void wrote(std::size_t size) noexcept { used_ += size; }
  [[nodiscard]] std::size_t room_size() const noexcept { return capacity - used_; }

  /// Text of any length.
  void put(std::string_view text);

  /// The low `digits` hexadecimal digits of a number, in upper case.
  void put_number(std::uint64_t value, unsigned digits);

  /// Two digits for each byte, in upper case; gives their sum.
  std::uint32_t put_bytes(bytes_view bytes);

  /// What ends a line.
  void end_line() { put(line_end_); }
  [[nodiscard]] std::string_view line_end() const noexcept { return line_end_; }

  /// Sends what has been gathered.
  void flush();

 private:
  static constexpr std::size_t part_size = std::size_t{64} << 10;
  static constexpr std::size_t capacity = part_size + longest;

  void send_part();

  content_sink& to_;
  std::string_view line_end_;
  std::unique_ptr<char[]> text_;
  std::size_t used_ = 0;
};

}  // namespace memosaic::image_core
