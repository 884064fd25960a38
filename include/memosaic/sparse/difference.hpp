#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <vector>

#include "memosaic/sparse/sparse_memory.hpp"

/// What differs between memories, and changing one into the other. A hole is never equal to a byte, zero included.
///
/// Cost: O(pieces and bytes of both).
namespace memosaic {

enum class memory_difference_kind : std::uint8_t {
  changed,      ///< both store the range, every byte of it differs
  only_first,   ///< the second has a hole
  only_second,  ///< the first has a hole
};

/// A maximal range in which two memories differ in the same way.
template <memory_address Address>
struct basic_memory_difference {
  basic_address_range<Address> where;
  memory_difference_kind kind = memory_difference_kind::changed;
  friend bool operator==(const basic_memory_difference&, const basic_memory_difference&) = default;
};

using memory_difference = basic_memory_difference<std::int64_t>;

/// All differences in a range, in order. Equal memories have none; bounds do not count.
template <memory_address Address>
[[nodiscard]] std::vector<basic_memory_difference<Address>> differences(
    const basic_sparse_memory<Address>& first, const basic_sparse_memory<Address>& second,
    basic_address_range<Address> where = basic_sparse_memory<Address>::everywhere);

/// What turns one memory into another: the bytes that go and the bytes that come. It shares them with both.
template <memory_address Address>
class basic_patch {
 public:
  using memory = basic_sparse_memory<Address>;

  /// Changes nothing.
  basic_patch() = default;

  /// What turns `before` into `after`.
  basic_patch(const memory& before, const memory& after);

  [[nodiscard]] bool empty() const noexcept { return removed_.empty() && added_.empty(); }

  /// What must be there before, and goes.
  [[nodiscard]] const memory& removed() const noexcept MEMOSAIC_LIFETIMEBOUND { return removed_; }

  /// What comes. Where it is not in place of something removed, there must be a hole before.
  [[nodiscard]] const memory& added() const noexcept MEMOSAIC_LIFETIMEBOUND { return added_; }

  [[nodiscard]] bool applies_to(const memory& target) const noexcept;

  /// Errors: `std::invalid_argument` if it does not apply; as `write`; `buffer_pinned` while mutable views are out.
  void apply(memory& target) const;

  /// The patch back.
  [[nodiscard]] basic_patch reversed() const;

 private:
  memory removed_;
  memory added_;
};

using memory_patch = basic_patch<std::int64_t>;

/// What became of two sets of changes.
template <memory_address Address>
struct basic_three_way_merge {
  basic_sparse_memory<Address> merged;                  ///< in conflicts, what `ours` has
  std::vector<basic_address_range<Address>> conflicts;  ///< where both changed the same byte, but not alike
};

using three_way_merge = basic_three_way_merge<std::int64_t>;

/// Joins the changes from `base` to `ours` and from `base` to `theirs`, byte by byte; removing and adding are changes
/// too. The result has no bounds.
template <memory_address Address>
[[nodiscard]] basic_three_way_merge<Address> merge_changes(const basic_sparse_memory<Address>& base,
                                                           const basic_sparse_memory<Address>& ours,
                                                           const basic_sparse_memory<Address>& theirs);

extern template class basic_patch<std::int64_t>;
extern template class basic_patch<int128>;

}  // namespace memosaic
