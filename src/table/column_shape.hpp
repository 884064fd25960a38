#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/table/delimited_reader.hpp"
#include "memosaic/table/schema.hpp"
#include "memosaic/table/schema_inference.hpp"
#include "memosaic/table/value.hpp"

namespace memosaic::table_core {

/// Which types hold everything that was seen of one column, element or object.
class column_shape {
 public:
  /// A field of a delimited text, which may always be text.
  void take(const delimited_field& field);
  /// A value of JSON, which says itself whether it is a text.
  void take(const value& seen);

  [[nodiscard]] bool empty() const noexcept { return seen_ == 0 && nulls_ == 0; }

  /// The type; the record types that it needs are appended to `types`, under names that begin with `path`. `places` is
  /// how many slots of it there are, those of nulls and of what is missing included.
  [[nodiscard]] field_type type(std::vector<record_type>& types, const std::string& path, std::uint64_t places,
                                text_columns texts) const;

  /// As the record type `types[at]`, if all that was seen are objects.
  void make_record(std::vector<record_type>& types, std::size_t at, const std::string& path, text_columns texts) const;

 private:
  using kinds = std::uint16_t;  ///< bits in the order in which types are preferred

  void narrow(kinds fitting);
  void measure(std::string_view text) noexcept;
  [[nodiscard]] field_type plain_or_nested(std::vector<record_type>& types, const std::string& path,
                                           std::uint64_t places, text_columns texts) const;
  [[nodiscard]] field_type text_type(std::uint64_t places, text_columns texts) const;
  void take_members(const value& object);

  kinds candidates_ = 0xFFFF;
  std::uint64_t seen_ = 0;  ///< values that were not null
  std::uint64_t nulls_ = 0;
  std::size_t longest_ = 0;      ///< text
  std::uint64_t text_room_ = 0;  ///< of all texts as objects
  bool has_number_ = false;      ///< whether one of them was a number that is written with digits
  std::unique_ptr<column_shape> element_;
  std::vector<std::pair<std::string, column_shape>> members_;  ///< in the order in which they first appeared
  std::map<std::string, std::size_t, std::less<>> places_;     ///< of the members by name
  std::uint64_t objects_ = 0;
};

}  // namespace memosaic::table_core
