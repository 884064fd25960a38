#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

namespace memosaic {

/// What RFC 4180 leaves open about a text of rows and fields.
struct delimited_format {
  /// Whether the first row holds the names of the columns.
  enum class heading : bool { absent, present };

  char delimiter = ',';  ///< one byte of ASCII other than the quote, the line feed and the carriage return
  heading names = heading::present;
  std::size_t longest_row = std::size_t{16} << 20;  ///< in bytes, without the line end; bounds the memory of a reader

  /// The most columns: as many as a record type has field numbers.
  static constexpr std::size_t most_columns = 65535;

  [[nodiscard]] static constexpr delimited_format comma_separated() noexcept { return {}; }
  [[nodiscard]] static constexpr delimited_format tab_separated() noexcept {
    delimited_format format;
    format.delimiter = '\t';
    return format;
  }
};

}  // namespace memosaic
