#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <bit>
#include <cstddef>

#include "memosaic/bytes/endian.hpp"

namespace memosaic::table_core {

/// The number that a table file has at a place which was tested before.
template <typename Number>
[[nodiscard]] Number load_stored(const std::byte* where) noexcept {
  return load_unchecked<Number>(where, std::endian::little);
}

}  // namespace memosaic::table_core
