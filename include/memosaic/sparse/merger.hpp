#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "memosaic/sparse/sparse_memory.hpp"

namespace memosaic {

/// What happens where a source brings bytes to addresses that an earlier one has filled.
enum class merge_policy : std::uint8_t {
  error,      ///< refused, even if the bytes are the same
  identical,  ///< refused, unless the bytes are the same
  keep,       ///< the earlier bytes stay
  replace,    ///< the later bytes win
};

/// A maximal range that two sources of a merge both fill.
template <memory_address Address>
struct basic_merge_conflict {
  basic_address_range<Address> where;
  std::string first;       ///< the source whose bytes were there
  std::string second;      ///< the source that brought others
  bool identical = false;  ///< whether both have the same bytes

  friend bool operator==(const basic_merge_conflict&, const basic_merge_conflict&) = default;
};

using memory_merge_conflict = basic_merge_conflict<std::int64_t>;

/// Puts memories together, one after the other, and keeps account of what met what, and of who filled which address.
///
/// Cost: O(pieces and common bytes) for each source; no bytes are copied.
template <memory_address Address>
class basic_merger {
 public:
  using memory = basic_sparse_memory<Address>;
  using conflict = basic_merge_conflict<Address>;

  explicit basic_merger(merge_policy policy = merge_policy::error) noexcept : policy_(policy) {}

  /// Adds a source under a name, by the policy.
  /// Errors: `std::invalid_argument` if the policy refuses, naming the first conflict and how many there are; nothing
  /// has been added then.
  void add(std::string_view name, const memory& source);

  /// Adds a source, asking `choose(conflict)` for each conflict what to do about it: a `merge_policy`.
  /// Errors: as above, for a choice that refuses; what `choose` throws.
  template <typename Choose>
  void add(std::string_view name, const memory& source, Choose&& choose) {
    auto met = conflicts_of(name, source);
    std::vector<merge_policy> choices;
    choices.reserve(met.size());
    for (const conflict& each : met) choices.push_back(choose(each));
    add_chosen(name, source, std::move(met), choices);
  }

  /// What a source would meet if it were added now.
  [[nodiscard]] std::vector<conflict> conflicts_of(std::string_view name, const memory& source) const;

  /// The sum of all sources so far, without bounds.
  [[nodiscard]] const memory& merged() const noexcept MEMOSAIC_LIFETIMEBOUND { return merged_; }

  /// Every conflict so far, harmless ones included, in the order in which they came up.
  [[nodiscard]] const std::vector<conflict>& conflicts() const noexcept MEMOSAIC_LIFETIMEBOUND { return conflicts_; }

  /// The source of the byte at an address; empty for a hole.
  [[nodiscard]] std::string_view source_of(Address at) const noexcept MEMOSAIC_LIFETIMEBOUND;

  /// How many sources were added. They are numbered in that order, from 0.
  [[nodiscard]] std::size_t source_count() const noexcept { return sources_.size(); }
  [[nodiscard]] const std::string& source_name(std::size_t number) const noexcept MEMOSAIC_LIFETIMEBOUND {
    return sources_[number].name;
  }

  /// What of the merged content came from a source and was not replaced by a later one.
  [[nodiscard]] const memory& filled_by(std::size_t number) const noexcept MEMOSAIC_LIFETIMEBOUND {
    return sources_[number].filled;
  }

 private:
  struct contribution {
    std::string name;
    memory filled;  ///< what of it is in `merged_`
  };

  void add_chosen(std::string_view name, const memory& added, std::vector<conflict> met,
                  const std::vector<merge_policy>& choices);

  merge_policy policy_;
  memory merged_;
  std::vector<contribution> sources_;
  std::vector<conflict> conflicts_;
};

using memory_merger = basic_merger<std::int64_t>;

extern template class basic_merger<std::int64_t>;
extern template class basic_merger<int128>;

}  // namespace memosaic
