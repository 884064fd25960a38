#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::cli {

/// Turns the text that `dump` writes back into bytes, line by line.
///
/// It reads both forms, told apart by the first line: rows of offset, digits and characters, where `*` stands for
/// repeated rows and each offset must be where the row before ended; and digits alone. The digits count, the characters
/// do not. White space between bytes, upper case and empty lines are allowed.
/// Errors: `trouble` with `exit_code::corrupt`, naming the line, what was expected and what was found.
class dump_reader {
 public:
  /// Receives bytes, and how many times they stand one behind the other.
  using receiver = std::function<void(bytes_view bytes, std::uint64_t times)>;

  /// `name` stands for the text in errors.
  dump_reader(std::string name, receiver deliver);

  /// The next line, without its line feed.
  void take(std::string_view line);

  /// The text is at its end. Errors also: a `*` after which nothing says how often the row repeats.
  void finish();

 private:
  enum class form : std::uint8_t { unknown, rows, digits };

  void take_row(std::string_view line);
  void repeat_until(std::uint64_t offset);
  void parse_digits(std::string_view digits);
  [[noreturn]] void refuse(const std::string& what, const std::string& remedy = {}) const;

  std::string name_;
  receiver deliver_;
  form form_ = form::unknown;
  std::uint64_t lines_ = 0;
  std::uint64_t offset_ = 0;  ///< rows: where the next one must begin
  bool any_row_ = false;
  bool starred_ = false;  ///< rows: a `*` waits for the offset after it
  bool ended_ = false;    ///< rows: the offset of the end was read
  std::vector<std::byte> row_;
};

}  // namespace memosaic::cli
