#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/delimited_format.hpp"
#include "memosaic/table/import_error.hpp"

namespace memosaic {

/// A field of a row, without its quotes. An empty field that was not quoted stands for null.
struct delimited_field {
  std::string_view text;
  bool quoted = false;

  [[nodiscard]] bool absent() const noexcept { return text.empty() && !quoted; }
};

/// Reads rows of CSV, TSV and their like from pieces of any size: of a mapping, a file, a pipe.
///
///     delimited_reader rows("trades.csv");
///     while (const bytes_view piece = more()) {
///       rows.feed(piece);
///       while (rows.next()) use(rows.fields());
///     }
///     rows.finish();
///     while (rows.next()) use(rows.fields());
///
/// It is strict: a quote within an unquoted field, text behind a closing quote, a carriage return without line feed and
/// a row with more or fewer fields than the first are errors. A byte order mark at the start is skipped. An empty line
/// is a row of one empty field. Bytes within fields are not looked at; names are UTF-8.
///
/// Lifetime: a piece must stay until `next` has returned false. Fields are views into the piece, or into the reader if
/// the row came in several pieces or a field has doubled quotes; they live until the next call of `next`.
/// Cost: one pass; only rows that lie in two pieces and fields with doubled quotes are copied. Memory: the longest row,
/// twice at most, and its fields.
/// Errors: `import_error`; from then on every `next` throws the same.
/// Source: RFC 4180.
class delimited_reader {
 public:
  /// `path` stands for the text in errors.
  /// Errors: `std::invalid_argument` for a delimiter that cannot be one.
  explicit delimited_reader(std::string path, const delimited_format& format = {});

  /// The next piece. Errors: `std::invalid_argument` if the last one is not used up, or after `finish`.
  void feed(bytes_view piece);

  /// There are no more pieces: `next` also gives a last row that has no line end.
  void finish();

  /// Goes to the next row. False if the piece holds no whole one, or, after `finish`, at the end.
  [[nodiscard]] bool next();

  /// Of the row that `next` went to.
  [[nodiscard]] std::span<const delimited_field> fields() const noexcept MEMOSAIC_LIFETIMEBOUND { return fields_; }

  /// Its number, counted from 1, without the heading.
  [[nodiscard]] std::uint64_t row() const noexcept { return row_; }
  /// Where its field begins, for errors. Cost: O(row).
  [[nodiscard]] import_place place(std::size_t field = 0) const;

  /// The names of the columns: of the heading, or column1, column2 and so on; none before the first row is there.
  [[nodiscard]] const std::vector<std::string>& names() const noexcept MEMOSAIC_LIFETIMEBOUND { return names_; }
  [[nodiscard]] const std::string& path() const noexcept MEMOSAIC_LIFETIMEBOUND { return path_; }

 private:
  enum class state : std::uint8_t { field_start, plain, quoted, quote_seen, return_seen };
  /// Where a field lies, from the start of its row.
  struct extent {
    std::size_t start;
    std::size_t stop;
    bool quoted;
    bool doubled;
  };

  [[nodiscard]] bool next_row();
  [[nodiscard]] bool scan();
  void scan_plain_fields();
  [[nodiscard]] bool end_of_text();
  void skip_mark();
  void begin_row();
  void begin_field(bool quoted);
  void end_field(std::size_t stop);
  void end_row(std::size_t line_end);
  void carry();
  void make_fields();
  void take_names();
  void require_longest(std::size_t size) const;
  [[nodiscard]] const char* next_special(const char* at) const noexcept;
  [[nodiscard]] std::size_t position() const noexcept;
  [[nodiscard]] import_place place_at(std::string_view row, std::size_t position) const;
  [[noreturn]] void refuse(std::size_t position, const std::string& what, const std::string& remedy) const;

  std::string path_;
  delimited_format format_;
  std::uint64_t delimiters_;      ///< eight times
  const char* at_ = nullptr;      ///< in the piece: the next byte to look at
  const char* stop_ = nullptr;    ///< its end
  const char* row_at_ = nullptr;  ///< in it: where the row begins or goes on
  std::string carried_;           ///< what earlier pieces hold of the row
  std::string unquoted_;          ///< fields of the row that had doubled quotes
  std::string_view content_;      ///< the row that was read, without its line end
  std::vector<extent> extents_;
  std::vector<delimited_field> fields_;
  std::vector<std::string> names_;
  std::uint64_t row_ = 0;
  std::uint64_t row_offset_ = 0;  ///< of the row's start in the text
  std::uint64_t row_line_ = 1;
  std::uint64_t row_lines_ = 0;  ///< how many it takes, once it was read
  std::size_t row_size_ = 0;     ///< with its line end, once it was read
  std::size_t mark_ = 0;         ///< how much of the byte order mark was seen
  state state_ = state::field_start;
  bool mark_decided_ = false;
  bool row_read_ = false;    ///< whether the row at hand has been given
  bool has_quotes_ = false;  ///< whether a field of the row is quoted
  bool finished_ = false;
  std::optional<import_error> failure_;
};

}  // namespace memosaic
