#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/import_error.hpp"
#include "memosaic/table/value.hpp"

namespace memosaic {

/// How far a reader of JSON lines follows its input.
struct json_limits {
  std::size_t longest_line = std::size_t{64} << 20;  ///< in bytes, without the line feed
  std::size_t deepest = 128;                         ///< arrays and objects within each other; 256 at most
};

/// Reads rows from JSON lines, one object in each, from pieces of any size. It is fed as `delimited_reader` is.
///
/// Objects become dicts with texts as keys, in the order of the line; arrays become lists. Numbers are kept exactly:
/// integers as int64 or uint64; others as float64 if its shortest text is the same number, else as decimal. Lines of
/// white space are skipped, as is a byte order mark at the start.
///
/// It is strict: a name that an object has twice, a surrogate without its other half, bytes that are not UTF-8,
/// control characters within texts, and anything behind the object are errors.
///
/// Lifetime: a piece must stay until `next` has returned false.
/// Cost: a line that lies in two pieces is copied once more. Objects share the texts of names that recur.
/// Errors: `import_error`; from then on every `next` throws the same.
/// Source: RFC 8259; jsonlines.org.
class json_lines_reader {
 public:
  /// `path` stands for the text in errors. Errors: `std::invalid_argument` for a depth of 0, or above 256.
  explicit json_lines_reader(std::string path, const json_limits& limits = {});

  /// The next piece. Errors: `std::invalid_argument` if the last one is not used up, or after `finish`.
  void feed(bytes_view piece);

  /// There are no more pieces: `next` also gives a last line that has no line feed.
  void finish() noexcept { finished_ = true; }

  /// Goes to the next row. False if the piece holds no whole one, or, after `finish`, at the end.
  [[nodiscard]] bool next();

  /// The row that `next` went to. Moving it away is allowed.
  [[nodiscard]] value& object() noexcept MEMOSAIC_LIFETIMEBOUND { return object_; }
  [[nodiscard]] const value& object() const noexcept MEMOSAIC_LIFETIMEBOUND { return object_; }

  /// Its number, counted from 1.
  [[nodiscard]] std::uint64_t row() const noexcept { return row_; }
  /// Where its line begins.
  [[nodiscard]] const import_place& place() const noexcept MEMOSAIC_LIFETIMEBOUND { return place_; }
  [[nodiscard]] const std::string& path() const noexcept MEMOSAIC_LIFETIMEBOUND { return path_; }

 private:
  [[nodiscard]] bool next_row();
  [[nodiscard]] std::optional<bytes_view> next_line();
  void require_longest(std::size_t size) const;

  std::string path_;
  json_limits limits_;
  bytes_view rest_;      ///< of the piece
  std::string carried_;  ///< what earlier pieces hold of the line
  value object_;
  std::vector<value> names_;  ///< of recent objects: later ones share them
  import_place place_;        ///< of the line that was read last
  import_place next_place_;   ///< of the line behind it
  std::uint64_t row_ = 0;
  bool carried_used_ = false;  ///< whether that line was given
  bool finished_ = false;
  std::optional<import_error> failure_;
};

}  // namespace memosaic
