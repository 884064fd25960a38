#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "bytes/search_kernels.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/simd.hpp"

/// Drives the kernels of one level directly, so that one test program tries all levels that the machine has.
namespace memosaic::testing {

inline std::optional<std::size_t> level_find(const detail::search_kernels& kernels, bytes_view haystack,
                                             bytes_view needle) {
  if (needle.size() > haystack.size()) return std::nullopt;
  const std::size_t at = needle.size() == 1
                             ? kernels.find_byte(haystack.data(), haystack.size(), needle.front())
                             : kernels.find(haystack.data(), haystack.size(), needle.data(), needle.size());
  return at == npos ? std::nullopt : std::optional(at);
}

inline std::optional<std::size_t> level_rfind(const detail::search_kernels& kernels, bytes_view haystack,
                                              bytes_view needle) {
  if (needle.size() > haystack.size()) return std::nullopt;
  const std::size_t at = needle.size() == 1
                             ? kernels.rfind_byte(haystack.data(), haystack.size(), needle.front())
                             : kernels.rfind(haystack.data(), haystack.size(), needle.data(), needle.size());
  return at == npos ? std::nullopt : std::optional(at);
}

/// All matches, overlapping ones included, by one plan; positions in ascending order from the front, descending from
/// the back.
inline std::vector<std::size_t> level_matches(const detail::search_kernels& kernels, bytes_view haystack,
                                              bytes_view needle, bool backward, std::size_t first = 0,
                                              std::size_t step = 1) {
  std::vector<std::size_t> found;
  if (needle.size() > haystack.size()) return found;
  const std::size_t last = haystack.size() - needle.size();
  detail::search_plan plan = detail::plan_search(needle.data(), needle.size());
  for (std::size_t from = first; from <= last;) {
    const std::size_t at =
        step == 1 ? (backward ? kernels.next_back : kernels.next)(plan, haystack.data(), haystack.size(), from)
                  : (backward ? kernels.next_aligned_back : kernels.next_aligned)(plan, haystack.data(),
                                                                                  haystack.size(), from, step);
    if (at == npos) break;
    found.push_back(backward ? last - at : at);
    from = at + step;
  }
  return found;
}

/// A test fixture that runs once per level.
class EachSearchLevel : public ::testing::TestWithParam<simd_level> {
 protected:
  const detail::search_kernels& kernels = detail::search_kernels_for(GetParam());
};

inline std::string level_name(const ::testing::TestParamInfo<simd_level>& level) {
  return std::string(to_string(level.param));
}

}  // namespace memosaic::testing
