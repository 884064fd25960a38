// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/find.hpp"

#include "bytes/search_bounds.hpp"
#include "bytes/search_kernels.hpp"
#include "memosaic/bytes/find_all.hpp"

namespace memosaic {

std::size_t detail::first_match(bytes_view haystack, bytes_view needle) noexcept {
  if (needle.size() > haystack.size()) return npos;
  if (needle.empty()) return 0;
  const search_kernels& kernels = active_search_kernels();
  if (needle.size() == 1) return kernels.find_byte(haystack.data(), haystack.size(), needle.front());
  return kernels.find(haystack.data(), haystack.size(), needle.data(), needle.size());
}

std::size_t detail::last_match(bytes_view haystack, bytes_view needle) noexcept {
  if (needle.size() > haystack.size()) return npos;
  if (needle.empty()) return haystack.size();
  const search_kernels& kernels = active_search_kernels();
  if (needle.size() == 1) return kernels.rfind_byte(haystack.data(), haystack.size(), needle.front());
  return kernels.rfind(haystack.data(), haystack.size(), needle.data(), needle.size());
}

std::optional<std::size_t> find(bytes_view haystack, bytes_view needle, const search_range& where) {
  const auto bounds = detail::bound_search(haystack.size(), needle.size(), where, false);
  if (!bounds) return std::nullopt;
  if (needle.empty()) return bounds->start + bounds->first;
  const bytes_view run = haystack.subspan(bounds->start, bounds->last - bounds->start + needle.size());
  std::size_t at = npos;
  if (where.step == 1) {
    at = detail::first_match(run, needle);
  } else {
    detail::search_plan plan = detail::plan_search(needle.data(), needle.size());
    at = detail::active_search_kernels().next_aligned(plan, run.data(), run.size(), bounds->first, where.step);
  }
  if (at == npos) return std::nullopt;
  return bounds->start + at;
}

std::optional<std::size_t> rfind(bytes_view haystack, bytes_view needle, const search_range& where) {
  const auto bounds = detail::bound_search(haystack.size(), needle.size(), where, true);
  if (!bounds) return std::nullopt;
  if (needle.empty()) return bounds->last - bounds->first;
  const bytes_view run = haystack.subspan(bounds->start, bounds->last - bounds->start + needle.size());
  if (where.step == 1) {
    const std::size_t at = detail::last_match(run, needle);
    if (at == npos) return std::nullopt;
    return bounds->start + at;
  }
  detail::search_plan plan = detail::plan_search(needle.data(), needle.size());
  const std::size_t at =
      detail::active_search_kernels().next_aligned_back(plan, run.data(), run.size(), bounds->first, where.step);
  if (at == npos) return std::nullopt;
  return bounds->last - at;
}

std::size_t count(bytes_view haystack, bytes_view needle, overlap overlapping, const search_range& where) {
  if (needle.size() < 2) {
    const auto bounds = detail::bound_search(haystack.size(), needle.size(), where, false);
    if (!bounds) return 0;
    if (needle.empty()) return (bounds->last - bounds->start - bounds->first) / where.step + 1;
    if (where.step == 1) {
      return detail::active_search_kernels().count_byte(haystack.data() + bounds->start,
                                                        bounds->last - bounds->start + 1, needle.front());
    }
  }
  std::size_t total = 0;
  const matches all = find_all(haystack, needle, overlapping, search_from::front, where);
  for (auto at = all.begin(); at != all.end(); ++at) ++total;
  return total;
}

}  // namespace memosaic
