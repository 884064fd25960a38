#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "memosaic/bytes/search_plan.hpp"
#include "memosaic/bytes/simd.hpp"

/// What one instruction set offers to the searches. Every level gives the same answers.
///
/// Positions are numbered in the direction of the search: from the back, position k means the k-th last place at which
/// the needle fits. So one rule serves both directions, and what a plan has learnt stays true while a search goes on.
/// All functions return npos for absence, never allocate, and take O(haystack + needle) time in the worst case.
namespace memosaic::detail {

struct search_kernels {
  std::size_t (*find_byte)(const std::byte* haystack, std::size_t size, std::byte value) noexcept;
  std::size_t (*rfind_byte)(const std::byte* haystack, std::size_t size, std::byte value) noexcept;
  std::size_t (*count_byte)(const std::byte* haystack, std::size_t size, std::byte value) noexcept;

  /// One search, with nothing prepared: `2 <= needle_size <= size`. These two return addresses, not search positions.
  std::size_t (*find)(const std::byte* haystack, std::size_t size, const std::byte* needle,
                      std::size_t needle_size) noexcept;
  std::size_t (*rfind)(const std::byte* haystack, std::size_t size, const std::byte* needle,
                       std::size_t needle_size) noexcept;

  /// The first match at a position >= `from`. A plan serves one direction; `1 <= plan.size`, `plan.size <= size`.
  std::size_t (*next)(search_plan& plan, const std::byte* haystack, std::size_t size, std::size_t from) noexcept;
  std::size_t (*next_back)(search_plan& plan, const std::byte* haystack, std::size_t size, std::size_t from) noexcept;

  /// The first match at a position `from + k * step`, `step >= 2`.
  std::size_t (*next_aligned)(search_plan& plan, const std::byte* haystack, std::size_t size, std::size_t from,
                              std::size_t step) noexcept;
  std::size_t (*next_aligned_back)(search_plan& plan, const std::byte* haystack, std::size_t size, std::size_t from,
                                   std::size_t step) noexcept;
};

/// The kernels of one level, which the machine must have.
[[nodiscard]] const search_kernels& search_kernels_for(simd_level level) noexcept;

/// Plain C++: what machines without a known vector unit run, and the twin that tests compare the others with.
extern const search_kernels scalar_search_kernels;

/// The kernels of the active level.
[[nodiscard]] inline const search_kernels& active_search_kernels() noexcept {
  static const search_kernels& kernels = search_kernels_for(active_simd_level());
  return kernels;
}

/// A plan for a needle of at least one byte, before its first step: the probes are the whole needle up to four bytes,
/// else its ends and two places between.
[[nodiscard]] inline search_plan plan_search(const std::byte* needle, std::size_t size) noexcept {
  search_plan plan;
  plan.needle = needle;
  plan.size = size;
  if (size <= 4) {
    plan.probes = {0, size - 1, size > 2 ? std::size_t{1} : 0, size > 3 ? std::size_t{2} : 0};
  } else {
    plan.probes = {0, size - 1, size / 2, size / 4};
  }
  plan.leading = size == 1 ? 1 : 2;
  plan.failed = {0, size - 1};
  return plan;
}

}  // namespace memosaic::detail
