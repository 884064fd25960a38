// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/difference.hpp"

#include <stdexcept>
#include <utility>

#include "memosaic/sparse/wide_address.hpp"
#include "sparse/combination.hpp"
#include "sparse/comparison.hpp"
#include "sparse/editor.hpp"

namespace memosaic {

using sparse_core::combination;
using sparse_core::editor;
using sparse_core::zip;

template <memory_address Address>
std::vector<basic_memory_difference<Address>> differences(const basic_sparse_memory<Address>& first,
                                                          const basic_sparse_memory<Address>& second,
                                                          basic_address_range<Address> where) {
  using kind = memory_difference_kind;
  std::vector<basic_memory_difference<Address>> found;
  const auto add = [&](basic_address_range<Address> part, kind how) {
    if (!found.empty() && found.back().kind == how && found.back().where.stop == part.start) {
      found.back().where.stop = part.stop;
    } else {
      found.push_back({part, how});
    }
  };
  zip<Address, 2> both({&first, &second}, where);
  while (both.next()) {
    if (!both.stored(0) || !both.stored(1)) {
      add(both.where(), both.stored(0) ? kind::only_first : kind::only_second);
      continue;
    }
    compare(both, both.where(), 0, 1, [&](basic_address_range<Address> part, bool equal) {
      if (!equal) add(part, kind::changed);
    });
  }
  return found;
}

template <memory_address Address>
basic_patch<Address>::basic_patch(const memory& before, const memory& after) {
  const auto held_before = before.snapshot();
  const auto held_after = after.snapshot();
  zip<Address, 2> both({&held_before, &held_after}, memory::everywhere);
  combination<Address> removed;
  combination<Address> added;
  while (both.next()) {
    if (!both.stored(1)) {
      removed.add(both.way(0), both.where());
    } else if (!both.stored(0)) {
      added.add(both.way(1), both.where());
    } else {
      compare(both, both.where(), 0, 1, [&](basic_address_range<Address> part, bool equal) {
        if (equal) return;
        removed.add(both.way(0), part);
        added.add(both.way(1), part);
      });
    }
  }
  editor<Address>(removed_).top() = removed.finish();
  editor<Address>(added_).top() = added.finish();
}

template <memory_address Address>
bool basic_patch<Address>::applies_to(const memory& target) const noexcept {
  zip<Address, 3> all({&target, &removed_, &added_}, memory::everywhere);
  bool applies = true;
  while (applies && all.next()) {
    if (all.stored(1)) {
      compare(all, all.where(), 0, 1,
              [&](const basic_address_range<Address>&, bool equal) { applies = applies && equal; });
    } else if (all.stored(2) && all.stored(0)) {
      applies = false;
    }
  }
  return applies;
}

template <memory_address Address>
void basic_patch<Address>::apply(memory& target) const {
  if (!applies_to(target)) throw std::invalid_argument("the patch does not apply: the memory is not what it changes");
  auto changed = target.snapshot();
  for (const auto& block : removed_.blocks()) changed.clear(block);
  changed.write(added_);
  target.rollback(changed);
}

template <memory_address Address>
basic_patch<Address> basic_patch<Address>::reversed() const {
  basic_patch back(*this);
  back.removed_.swap(back.added_);
  return back;
}

template <memory_address Address>
basic_three_way_merge<Address> merge_changes(const basic_sparse_memory<Address>& base,
                                             const basic_sparse_memory<Address>& ours,
                                             const basic_sparse_memory<Address>& theirs) {
  const auto held_ours = ours.snapshot();
  const auto held_theirs = theirs.snapshot();
  zip<Address, 3> all({&base, &held_ours, &held_theirs}, basic_sparse_memory<Address>::everywhere);
  combination<Address> made;
  basic_three_way_merge<Address> result;
  const auto take = [&](std::size_t index, basic_address_range<Address> where) {
    if (all.stored(index)) made.add(all.way(index), where);
  };
  const auto conflict = [&](basic_address_range<Address> where) {
    if (!result.conflicts.empty() && result.conflicts.back().stop == where.start) {
      result.conflicts.back().stop = where.stop;
    } else {
      result.conflicts.push_back(where);
    }
    take(1, where);
  };
  while (all.next()) {
    compare(all, all.where(), 1, 2, [&](basic_address_range<Address> part, bool alike) {
      if (alike) {
        take(1, part);
        return;
      }
      // The two differ: whoever left the base alone gives way.
      compare(all, part, 0, 1, [&](basic_address_range<Address> apart, bool ours_unchanged) {
        if (ours_unchanged) {
          take(2, apart);
          return;
        }
        compare(all, apart, 0, 2, [&](basic_address_range<Address> changed, bool theirs_unchanged) {
          if (theirs_unchanged) {
            take(1, changed);
          } else {
            conflict(changed);
          }
        });
      });
    });
  }
  editor<Address>(result.merged).top() = made.finish();
  return result;
}

#define MEMOSAIC_DIFFERENCE_FOR(Address)                                                                       \
  template class basic_patch<Address>;                                                                         \
  template std::vector<basic_memory_difference<Address>> differences(                                          \
      const basic_sparse_memory<Address>&, const basic_sparse_memory<Address>&, basic_address_range<Address>); \
  template basic_three_way_merge<Address> merge_changes(                                                       \
      const basic_sparse_memory<Address>&, const basic_sparse_memory<Address>&, const basic_sparse_memory<Address>&);

MEMOSAIC_DIFFERENCE_FOR(std::int64_t)
MEMOSAIC_DIFFERENCE_FOR(int128)
MEMOSAIC_DIFFERENCE_FOR(wide_address)

}  // namespace memosaic
