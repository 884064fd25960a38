#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <string>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/schema.hpp"
#include "memosaic/table/value.hpp"

namespace memosaic::table_core {

/// Takes the key out of records whose table hashes it and does not keep it: an approximate multimap.
///
/// While it waits to be sorted, such a record is two cells and a number: that of the key alone, zeros up to a multiple
/// of 8, that of the rest, and the size of the latter in 8 bytes.
class split_key {
 public:
  /// The schema has a key field.
  explicit split_key(const schema& whole);

  /// Records of the key field alone, and of all others. Other record types are in both.
  [[nodiscard]] const schema& keys() const noexcept { return keys_; }
  [[nodiscard]] const schema& rest() const noexcept { return rest_; }

  /// Both parts of a record or dict; what they hold is not copied.
  [[nodiscard]] value key_of(const value& object) const;
  [[nodiscard]] value rest_of(const value& object) const;

  /// Ends a record that waits, of which the rest begins at `rest`.
  static void end(std::vector<std::byte>& waiting, std::size_t rest);
  /// The cell of the rest.
  [[nodiscard]] static bytes_view rest_in(bytes_view waiting);

 private:
  std::string name_;
  schema keys_;
  schema rest_;
};

}  // namespace memosaic::table_core
