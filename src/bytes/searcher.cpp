// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/searcher.hpp"

#include "bytes/search_bounds.hpp"
#include "bytes/search_kernels.hpp"
#include "bytes/two_way.hpp"

namespace memosaic {
namespace {

constexpr std::size_t planned_from = 65;  // shorter haystacks are done before a plan is copied

}  // namespace

searcher::searcher(bytes_view needle) noexcept : needle_(needle) {
  if (needle.size() < 2) return;
  forward_ = backward_ = detail::plan_search(needle.data(), needle.size());
  detail::cut_needle(forward_.two_way, detail::directed_run<false>(needle.data(), needle.size()));
  detail::cut_needle(backward_.two_way, detail::directed_run<true>(needle.data(), needle.size()));
}

std::optional<std::size_t> searcher::find(bytes_view haystack) const noexcept {
  if (needle_.size() < 2 || haystack.size() < planned_from) return memosaic::find(haystack, needle_);
  if (haystack.size() < needle_.size()) return std::nullopt;
  detail::search_plan plan = forward_;
  const std::size_t at = detail::active_search_kernels().next(plan, haystack.data(), haystack.size(), 0);
  if (at == npos) return std::nullopt;
  return at;
}

std::optional<std::size_t> searcher::rfind(bytes_view haystack) const noexcept {
  if (needle_.size() < 2 || haystack.size() < planned_from) return memosaic::rfind(haystack, needle_);
  if (haystack.size() < needle_.size()) return std::nullopt;
  detail::search_plan plan = backward_;
  const std::size_t at = detail::active_search_kernels().next_back(plan, haystack.data(), haystack.size(), 0);
  if (at == npos) return std::nullopt;
  return haystack.size() - needle_.size() - at;
}

std::optional<std::size_t> searcher::find(bytes_view haystack, const search_range& where) const {
  const auto bounds = detail::bound_search(haystack.size(), needle_.size(), where, false);
  if (!bounds) return std::nullopt;
  if (needle_.size() < 2) return memosaic::find(haystack, needle_, where);
  const bytes_view run = haystack.subspan(bounds->start, bounds->last - bounds->start + needle_.size());
  std::optional<std::size_t> found;
  if (where.step == 1) {
    found = find(run);
  } else {
    detail::search_plan plan = forward_;
    const std::size_t at =
        detail::active_search_kernels().next_aligned(plan, run.data(), run.size(), bounds->first, where.step);
    if (at != npos) found = at;
  }
  if (found) *found += bounds->start;
  return found;
}

std::optional<std::size_t> searcher::rfind(bytes_view haystack, const search_range& where) const {
  const auto bounds = detail::bound_search(haystack.size(), needle_.size(), where, true);
  if (!bounds) return std::nullopt;
  if (needle_.size() < 2) return memosaic::rfind(haystack, needle_, where);
  const bytes_view run = haystack.subspan(bounds->start, bounds->last - bounds->start + needle_.size());
  std::optional<std::size_t> found;
  if (where.step == 1) {
    found = rfind(run);
  } else {
    detail::search_plan plan = backward_;
    const std::size_t at =
        detail::active_search_kernels().next_aligned_back(plan, run.data(), run.size(), bounds->first, where.step);
    if (at != npos) found = run.size() - needle_.size() - at;
  }
  if (found) *found += bounds->start;
  return found;
}

}  // namespace memosaic
