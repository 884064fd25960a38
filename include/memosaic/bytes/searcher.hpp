#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <optional>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/search_plan.hpp"

namespace memosaic {

/// A needle prepared once and searched for many times: what `find` works out again at each call is kept.
///
/// It borrows the needle and allocates nothing; copying is cheap.
/// Threads: one searcher serves any number of threads at once.
/// For every match of one haystack use `find_all`, which goes on where it stopped instead of starting again.
/// Cost: O(needle) to prepare; each search as `find`, but the needle is not read again before the first candidate.
class searcher {
 public:
  explicit searcher(bytes_view needle MEMOSAIC_LIFETIMEBOUND) noexcept;

  [[nodiscard]] bytes_view needle() const noexcept { return needle_; }

  [[nodiscard]] std::optional<std::size_t> find(bytes_view haystack) const noexcept;

  /// Errors: `std::invalid_argument` if `where.step` is 0.
  [[nodiscard]] std::optional<std::size_t> find(bytes_view haystack, const search_range& where) const;

  [[nodiscard]] std::optional<std::size_t> rfind(bytes_view haystack) const noexcept;

  /// Errors: `std::invalid_argument` if `where.step` is 0.
  [[nodiscard]] std::optional<std::size_t> rfind(bytes_view haystack, const search_range& where) const;

 private:
  bytes_view needle_;
  detail::search_plan forward_;
  detail::search_plan backward_;
};

}  // namespace memosaic
