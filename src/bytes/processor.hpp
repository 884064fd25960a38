#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "memosaic/bytes/simd.hpp"

/// What this processor and its system offer; asked here and nowhere else.
namespace memosaic {

/// Whether everything that the kernels of a level may use is there and enabled.
[[nodiscard]] bool processor_runs(simd_level level) noexcept;

/// Whether AArch64's optional carry-less multiplication is there: a few small boards lack it. On x86-64 it comes with
/// every level that has vectors.
[[nodiscard]] bool processor_has_pmull() noexcept;

}  // namespace memosaic
