#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::table_core {

/// Whether the bytes are UTF-8: shortest forms only, no surrogates, nothing above U+10FFFF.
///
/// Source: the Unicode Standard, table 3-7.
[[nodiscard]] bool is_utf8(bytes_view bytes) noexcept;

}  // namespace memosaic::table_core
