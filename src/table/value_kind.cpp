// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/value_kind.hpp"

#include <array>

namespace memosaic {

std::string_view name_of(value_kind kind) noexcept {
  static constexpr std::array<std::string_view, 27> names{
      "null",   "boolean", "int8",    "int16", "int32",    "int64",       "uint8",      "uint16",  "uint32",
      "uint64", "float32", "float64", "date",  "datetime", "fixed_bytes", "fixed_text", "decimal", "bytes",
      "text",   "buffer",  "list",    "tuple", "set",      "dict",        "array",      "record",  "any"};
  if (kind == value_kind::pooled) return "pooled object";
  const auto index = static_cast<std::size_t>(kind);
  return index < names.size() ? names[index] : "unknown kind";
}

}  // namespace memosaic
