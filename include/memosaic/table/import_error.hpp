#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <string_view>

#include "memosaic/error.hpp"

namespace memosaic {

/// A place in a text that is being imported.
struct import_place {
  std::uint64_t offset = 0;  ///< in bytes from the start of the text
  std::uint64_t line = 1;    ///< counted from 1
  std::uint64_t column = 1;  ///< in bytes from the start of the line, counted from 1

  friend bool operator==(const import_place&, const import_place&) = default;
};

/// A text that cannot become rows of a table: where, what is wrong, and what to do about it.
///
/// The message reads `<path>:<line>:<column>: <what>; <remedy>`; without a path it starts with `line <line>`.
class import_error : public format_error {
 public:
  import_error(std::string_view path, const import_place& place, std::string_view what, std::string_view remedy);

  [[nodiscard]] const import_place& place() const noexcept { return place_; }
  [[nodiscard]] const std::string& remedy() const noexcept { return remedy_; }

 private:
  import_place place_;
  std::string remedy_;
};

}  // namespace memosaic
