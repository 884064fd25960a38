#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "memosaic/bytes/bytes_view.hpp"

/// The obviously right answers that every figure is compared with. Positions are npos for "absent".
namespace memosaic::bench {

[[nodiscard]] std::size_t naive_find(bytes_view haystack, bytes_view needle);
[[nodiscard]] std::size_t naive_rfind(bytes_view haystack, bytes_view needle);

/// Only positions that are multiples of `step`.
[[nodiscard]] std::size_t naive_find_step(bytes_view haystack, bytes_view needle, std::size_t step);

/// For needles on which the naive search takes minutes: one pass, by the failure function of the needle's prefixes.
/// Source: Knuth, Morris, Pratt, "Fast pattern matching in strings", 1977.
[[nodiscard]] std::size_t linear_find(bytes_view haystack, bytes_view needle);
[[nodiscard]] std::size_t linear_rfind(bytes_view haystack, bytes_view needle);

/// Whether `target` repeats `pattern` from its first byte.
[[nodiscard]] bool is_filled_with(bytes_view target, bytes_view pattern) noexcept;

}  // namespace memosaic::bench
