#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "image/image_collector.hpp"

namespace memosaic::image_core {

/// A line of a text file without its end, and where it stands.
struct text_line {
  std::string_view text;
  std::uint64_t number = 0;  ///< counted from 1
  std::uint64_t offset = 0;

  /// The place of the character `index` of this line.
  [[nodiscard]] file_place at(std::size_t index) const noexcept { return {offset + index, number, index + 1, text}; }
};

/// The lines of a text, which may end in LF, CRLF or CR, mixed, the last one in nothing. A UTF-8 byte order mark at the
/// start is passed over. White space (blanks and tabs) at the end of a line, and whole lines of it, do not count.
///
/// Cost: one pass, whatever the line ends. Memory: none.
/// Errors: a line of more than `longest` bytes is refused, and a NUL in a line too: it is no text.
class line_reader {
 public:
  static constexpr std::size_t longest = 64 * 1024;

  line_reader(bytes_view text, image_collector& into) noexcept;

  /// The next line that is not empty; false at the end.
  [[nodiscard]] bool next(text_line& line);

  /// What comes after the last line, from the beginning of the next one on.
  [[nodiscard]] std::string_view rest() const noexcept { return text_.substr(offset_); }

  /// Passes over the first `size` characters of `rest()`, which are `lines` whole lines that somebody else has read.
  void skip(std::size_t size, std::uint64_t lines) noexcept {
    offset_ += size;
    number_ += lines;
  }

  /// What ended the last line: LF, CRLF, CR, or nothing.
  [[nodiscard]] std::string_view last_end() const noexcept { return last_end_; }

  /// Where in `rest()` the first line begins that is not empty, whatever it holds; nothing if there is none.
  [[nodiscard]] std::optional<file_place> remaining() const noexcept;

  /// Where the text ends, for what is missing there.
  [[nodiscard]] file_place end() const noexcept { return {text_.size(), number_ + 1, 1, {}}; }

 private:
  [[nodiscard]] std::size_t line_end() noexcept;

  std::string_view text_;
  image_collector& into_;
  std::size_t offset_ = 0;
  std::uint64_t number_ = 0;  ///< lines before `offset_`
  std::string_view last_end_;
  std::size_t searched_ = 0;  ///< up to here there is no LF at or after `offset_`
};

}  // namespace memosaic::image_core
