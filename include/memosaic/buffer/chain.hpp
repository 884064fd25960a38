#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "memosaic/buffer/view.hpp"
#include "memosaic/bytes/find.hpp"

namespace memosaic {

/// Several views read as one run of bytes, in order, without joining them: for gather I/O and for search across their
/// borders. Empty views are dropped.
///
/// Cost: `at` and `sub` are O(log segments) to find the place; searches scan each segment where it lies.
class chain {
 public:
  chain() = default;
  explicit chain(std::vector<view> parts);

  void append(view part);
  void append(const chain& parts);

  [[nodiscard]] std::size_t size() const noexcept { return stops_.empty() ? 0 : stops_.back(); }
  [[nodiscard]] bool empty() const noexcept { return stops_.empty(); }
  [[nodiscard]] std::span<const view> segments() const noexcept MEMOSAIC_LIFETIMEBOUND { return parts_; }
  [[nodiscard]] std::byte at(std::size_t index) const;

  /// The bytes `[start, stop)` as a chain over the same owners. Cost: O(segments touched).
  [[nodiscard]] chain sub(std::size_t start, std::size_t stop = npos) const;

  [[nodiscard]] std::optional<std::size_t> find(bytes_view needle, const search_range& where = {}) const;
  [[nodiscard]] std::optional<std::size_t> rfind(bytes_view needle, const search_range& where = {}) const;

  /// Copies all bytes into `target`. Errors: `std::out_of_range` if it is too small; nothing is written then.
  void copy_to(mutable_bytes_view target) const;

  /// All bytes as one view: the only segment itself if there is just one, else a copy, O(size).
  [[nodiscard]] view coalesce() const;

 private:
  std::vector<view> parts_;
  std::vector<std::size_t> stops_;  ///< where each part ends, counted from the first byte
};

}  // namespace memosaic
