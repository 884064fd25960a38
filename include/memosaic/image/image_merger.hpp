#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/image/image.hpp"
#include "memosaic/sparse/merger.hpp"

namespace memosaic {

using image_conflict = basic_merge_conflict<int128>;

/// What happens where two images do not agree.
struct image_merge_policy {
  merge_policy memory = merge_policy::error;

  /// `identical`: two images may say the same entry point; `error`: only one may say any.
  merge_policy entry = merge_policy::identical;

  /// Headers are names and dates for people, so that the first one stays by default.
  merge_policy header = merge_policy::keep;
};

/// Images that cannot be put together by the policy.
///
/// The message names the two sources and the first range or the two entry points.
class image_merge_error : public std::runtime_error {
 public:
  image_merge_error(const std::string& what, std::vector<image_conflict> conflicts)
      : runtime_error(what), conflicts_(std::move(conflicts)) {}

  /// Every range that both fill and the policy refuses; empty if it was the entry points or headers that differ.
  [[nodiscard]] const std::vector<image_conflict>& conflicts() const noexcept { return conflicts_; }

 private:
  std::vector<image_conflict> conflicts_;
};

/// Which source wrote a range.
struct image_contribution {
  image_range where;
  std::string source;
  friend bool operator==(const image_contribution&, const image_contribution&) = default;
};

/// Puts images together, one after the other: their bytes, entry points and headers. The widest word of any of them
/// becomes that of the whole, for addresses count bytes.
///
/// Cost: as `basic_merger`: no bytes are copied.
class image_merger {
 public:
  explicit image_merger(const image_merge_policy& policy = {}) noexcept : policy_(policy), memory_(policy.memory) {}

  /// Adds an image under the name that messages and conflicts call it.
  /// Errors: `image_merge_error`; nothing has been added then.
  void add(std::string_view name, const image& source);

  /// The sum of all images so far.
  [[nodiscard]] image merged() const;

  /// Every conflict of bytes so far, harmless ones included, in the order in which they came up.
  [[nodiscard]] const std::vector<image_conflict>& conflicts() const noexcept MEMOSAIC_LIFETIMEBOUND {
    return memory_.conflicts();
  }

  /// Who wrote what, in the order of addresses; neighbouring ranges have different sources.
  [[nodiscard]] std::vector<image_contribution> contributions() const;

 private:
  void require_allowed(std::string_view name, const image_memory& added) const;

  image_merge_policy policy_;
  basic_merger<int128> memory_;
  std::optional<image_entry> entry_;
  std::string entry_source_;
  std::string header_;
  std::string header_source_;
  unsigned word_size_ = 1;
};

}  // namespace memosaic
