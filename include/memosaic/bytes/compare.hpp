#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <compare>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// Orders by unsigned bytes, then by length: a prefix is smaller than what it begins.
[[nodiscard]] std::strong_ordering compare(bytes_view a, bytes_view b) noexcept;

/// Same size and same bytes.
[[nodiscard]] bool equal(bytes_view a, bytes_view b) noexcept;

}  // namespace memosaic
