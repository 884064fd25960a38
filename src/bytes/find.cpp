// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/find.hpp"

#include "bytes/search_bounds.hpp"
#include "bytes/search_kernels.hpp"
#include "memosaic/bytes/find_all.hpp"

namespace memosaic {
namespace {

std::optional<std::size_t> found_at(std::size_t position, std::size_t base = 0) noexcept {
  if (position == npos) return std::nullopt;
  return base + position;
}

}  // namespace

std::optional<std::size_t> find(bytes_view haystack, bytes_view needle) noexcept {
  if (needle.size() > haystack.size()) return std::nullopt;
  if (needle.empty()) return 0;
  const detail::search_kernels& kernels = detail::active_search_kernels();
  if (needle.size() == 1) return found_at(kernels.find_byte(haystack.data(), haystack.size(), needle.front()));
  return found_at(kernels.find(haystack.data(), haystack.size(), needle.data(), needle.size()));
}

std::optional<std::size_t> rfind(bytes_view haystack, bytes_view needle) noexcept {
  if (needle.size() > haystack.size()) return std::nullopt;
  if (needle.empty()) return haystack.size();
  const detail::search_kernels& kernels = detail::active_search_kernels();
  if (needle.size() == 1) return found_at(kernels.rfind_byte(haystack.data(), haystack.size(), needle.front()));
  return found_at(kernels.rfind(haystack.data(), haystack.size(), needle.data(), needle.size()));
}

std::optional<std::size_t> find(bytes_view haystack, bytes_view needle, const search_range& where) {
  const auto bounds = detail::bound_search(haystack.size(), needle.size(), where, false);
  if (!bounds) return std::nullopt;
  if (needle.empty()) return bounds->start + bounds->first;
  const bytes_view run = haystack.subspan(bounds->start, bounds->last - bounds->start + needle.size());
  std::optional<std::size_t> found;
  if (where.step == 1) {
    found = find(run, needle);
  } else {
    detail::search_plan plan = detail::plan_search(needle.data(), needle.size());
    found =
        found_at(detail::active_search_kernels().next_aligned(plan, run.data(), run.size(), bounds->first, where.step));
  }
  if (found) *found += bounds->start;
  return found;
}

std::optional<std::size_t> rfind(bytes_view haystack, bytes_view needle, const search_range& where) {
  const auto bounds = detail::bound_search(haystack.size(), needle.size(), where, true);
  if (!bounds) return std::nullopt;
  if (needle.empty()) return bounds->last - bounds->first;
  const bytes_view run = haystack.subspan(bounds->start, bounds->last - bounds->start + needle.size());
  if (where.step == 1) {
    const auto found = rfind(run, needle);
    return found ? found_at(*found, bounds->start) : std::nullopt;
  }
  detail::search_plan plan = detail::plan_search(needle.data(), needle.size());
  const std::size_t position =
      detail::active_search_kernels().next_aligned_back(plan, run.data(), run.size(), bounds->first, where.step);
  if (position == npos) return std::nullopt;
  return bounds->last - position;
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
