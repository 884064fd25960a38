#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/table/import_error.hpp"
#include "memosaic/table/value.hpp"

namespace memosaic::table_core {

/// Parses one object of JSON that lies in one line, or one value that it begins with.
///
/// Recursive: `deepest` bounds the stack. Errors: `import_error` at the first byte that is wrong.
/// Source: RFC 8259.
class json_parser {
 public:
  /// How many names are remembered.
  static constexpr std::size_t name_slots = 64;

  /// `start` is where `text` begins; `names` has `name_slots` values, which are kept from one line to the next.
  json_parser(std::string_view text, std::size_t deepest, const std::string& path, const import_place& start,
              std::vector<value>& names) noexcept
      : text_(text), deepest_(deepest), path_(path), start_(start), names_(names) {}

  /// The object, behind which there is nothing but white space.
  [[nodiscard]] value parse_object();

  /// The value with which the text begins; `position()` is behind it then.
  [[nodiscard]] value parse_part() { return parse_value(1); }
  [[nodiscard]] std::size_t position() const noexcept { return at_; }

 private:
  [[nodiscard]] value parse_value(std::size_t depth);
  [[nodiscard]] value parse_members(std::size_t depth);
  [[nodiscard]] value parse_items(std::size_t depth);
  [[nodiscard]] value parse_word(std::string_view word, value meaning);
  [[nodiscard]] value parse_number();
  /// The text behind a quote: a view of the line, or of what was written to `decoded_` if it has escapes.
  [[nodiscard]] std::string_view parse_text();
  [[nodiscard]] value parse_name();
  void parse_escape();
  [[nodiscard]] std::uint32_t parse_code_unit();
  void append_code_point(std::uint32_t code_point);
  void require_depth(std::size_t depth) const;
  void require_utf8(std::size_t start) const;
  void require_distinct(const value::entries& members, std::size_t start) const;
  void skip_space() noexcept;
  [[nodiscard]] bool take(char wanted) noexcept;
  [[noreturn]] void refuse_here(std::string_view expected) const;
  [[noreturn]] void refuse(std::size_t at, const std::string& what, std::string_view remedy) const;

  std::string_view text_;
  std::size_t deepest_;
  const std::string& path_;
  import_place start_;
  std::vector<value>& names_;
  std::size_t at_ = 0;
  std::string decoded_;
};

}  // namespace memosaic::table_core
