#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/file/mapping.hpp"

namespace memosaic::window_core {

/// A part of a mapping, which it keeps.
struct mapped_range {
  mapping of;
  bytes_view bytes;
};

}  // namespace memosaic::window_core
