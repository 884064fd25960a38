#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <functional>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// Whether two runs share a byte of memory; they need not be parts of one object.
[[nodiscard]] inline bool overlap_in_memory(bytes_view a, bytes_view b) noexcept {
  const std::less<const std::byte*> before;
  return before(a.data(), b.data() + b.size()) && before(b.data(), a.data() + a.size());
}

}  // namespace memosaic
