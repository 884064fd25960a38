#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "memosaic/table/schema.hpp"
#include "memosaic/table/value.hpp"

namespace memosaic::table_core {

/// Makes values of a schema's types from what JSON has.
///
/// Recursive: the reader has bounded the depth. Errors: `std::invalid_argument`, naming the field.
class json_conversion {
 public:
  explicit json_conversion(const schema& types) noexcept : types_(types) {}

  [[nodiscard]] value record(const value& object, std::size_t type);

 private:
  [[nodiscard]] value convert(const value& content, const field_type& type);
  [[nodiscard]] value convert_plain(const value& content, const field_type& type) const;
  [[nodiscard]] value::sequence convert_items(const value& content, const field_type& type);
  [[nodiscard]] value convert_dict(const value& content, const field_type& type);
  [[noreturn]] void refuse(const std::string& what) const;
  [[noreturn]] void refuse_kind(const value& content, const field_type& type) const;

  const schema& types_;
  std::string path_;  ///< of the field at hand, as in "address.city"
};

}  // namespace memosaic::table_core
