// SPDX-License-Identifier: Apache-2.0
#include "table/stored_copy.hpp"

#include <new>
#include <stdexcept>

namespace memosaic::table_core {

stored_copy::~stored_copy() {
  if (copied_.kind() != value_kind::tuple && copied_.kind() != value_kind::set) return;
  try {
    copied_.dismantle();
  } catch (const std::bad_alloc&) {}  // what has no circles is freed without it
}

bool stored_copy::is_key(const value& needle) const {
  try {
    return same_key(copied_, needle);
  } catch (const std::invalid_argument&) {
    return false;
  }
}

}  // namespace memosaic::table_core
