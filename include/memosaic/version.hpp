#pragma once
// SPDX-License-Identifier: Apache-2.0

#define MEMOSAIC_VERSION_MAJOR 0
#define MEMOSAIC_VERSION_MINOR 1
#define MEMOSAIC_VERSION_PATCH 0

namespace memosaic {

/// The version of the library that was linked, as "major.minor.patch"; the macros are those of the headers.
[[nodiscard]] const char* version() noexcept;

}  // namespace memosaic
