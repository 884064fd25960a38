// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/compare.hpp"

#include <algorithm>
#include <cstring>

namespace memosaic {

std::strong_ordering compare(bytes_view a, bytes_view b) noexcept {
  const std::size_t common = std::min(a.size(), b.size());
  // memcmp may not be given null, not even for 0 bytes.
  const int order = common == 0 ? 0 : std::memcmp(a.data(), b.data(), common);
  if (order != 0) return order <=> 0;
  return a.size() <=> b.size();
}

bool equal(bytes_view a, bytes_view b) noexcept {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace memosaic
