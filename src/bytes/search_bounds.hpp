#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <optional>
#include <stdexcept>

#include "memosaic/bytes/find.hpp"

namespace memosaic::detail {

/// A `search_range` made exact for one haystack and one needle.
struct search_bounds {
  std::size_t start;  ///< the lowest address at which a match may begin, aligned or not
  std::size_t last;   ///< the highest such address
  std::size_t first;  ///< the first aligned position, numbered in the direction of the search
};

/// How far it is from `at` up to the next address that is congruent to `origin` modulo `step`.
constexpr std::size_t distance_up(std::size_t at, std::size_t origin, std::size_t step) noexcept {
  const std::size_t here = at % step;
  const std::size_t wanted = origin % step;
  return wanted >= here ? wanted - here : step - (here - wanted);
}

/// The same downwards.
constexpr std::size_t distance_down(std::size_t at, std::size_t origin, std::size_t step) noexcept {
  return distance_up(origin, at, step);
}

/// Nothing if no match can lie there. Errors: `std::invalid_argument` if the step is 0.
inline std::optional<search_bounds> bound_search(std::size_t size, std::size_t needle_size, const search_range& where,
                                                 bool backward) {
  if (where.step == 0) throw std::invalid_argument("the step of a search must be at least 1, found 0");
  const std::size_t stop = where.stop < size ? where.stop : size;
  if (where.start > stop || stop - where.start < needle_size) return std::nullopt;
  search_bounds bounds{where.start, stop - needle_size, 0};
  if (where.step != 1) {
    const std::size_t origin = where.origin == npos ? where.start : where.origin;
    bounds.first =
        backward ? distance_down(bounds.last, origin, where.step) : distance_up(bounds.start, origin, where.step);
    if (bounds.first > bounds.last - bounds.start) return std::nullopt;
  }
  return bounds;
}

}  // namespace memosaic::detail
