#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string>

namespace memosaic::bench {

/// One line on what the figures were measured with: processor, C library, compiler, SIMD level of the library.
[[nodiscard]] std::string machine_text();

}  // namespace memosaic::bench
