#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <utility>
#include <vector>

#include "memosaic/sparse/sparse_memory.hpp"
#include "sparse/builder.hpp"
#include "sparse/editor.hpp"
#include "sparse/messages.hpp"
#include "sparse/reader.hpp"

/// The members of `basic_sparse_memory` that take content away or move it; included by sparse_memory.cpp only.
namespace memosaic {

using sparse_core::editor;

template <memory_address Address>
void basic_sparse_memory<Address>::clear(range where) {
  if (where.empty() || empty()) return;
  editor<Address>(*this).clear(where);
}

template <memory_address Address>
void basic_sparse_memory<Address>::erase(range where) {
  if (bounds_.policy == bounds_policy::clip) where = intersection(where, bounds_.range());
  if (where.empty() || empty()) return;
  const auto after = run_at(where.stop);
  const auto next = after.stored ? where.stop : after.range.stop;  // where what moves down begins, if anything does
  if (next < content_range().stop) {
    // It begins at or after the range's stop, so it stays at or after the range's start: no overflow.
    if (static_cast<Address>(static_cast<length>(next) - where.size()) < bounds_.range().start) {
      const range moved{next, content_range().stop};
      sparse_core::throw_leaving("moving down what is", moved, bounds_.range());
    }
  }
  editor<Address>(*this).erase(where);
}

template <memory_address Address>
void basic_sparse_memory<Address>::crop(range where) {
  if (empty()) return;
  if (where.empty()) {
    clear(everywhere);
    return;
  }
  editor<Address>(*this).crop(where);
}

template <memory_address Address>
basic_sparse_memory<Address> basic_sparse_memory<Address>::extract(range where) const {
  basic_sparse_memory part(*this);
  part.bounds_ = {};
  part.crop(where);
  return part;
}

template <memory_address Address>
basic_sparse_memory<Address> basic_sparse_memory<Address>::cut(range where) {
  auto part = extract(where);
  clear(where);
  return part;
}

template <memory_address Address>
void basic_sparse_memory<Address>::shift(Address offset) {
  if (empty() || offset == 0) return;
  const auto content = content_range();
  auto kept = content;
  const auto limits = bounds_.range();
  const auto start = checked_shift(content.start, offset);
  const auto stop = checked_shift(content.stop, offset);
  if (!start || *start < limits.start || !stop || *stop > limits.stop) {
    const bool low = offset < 0;  // content is inside its bounds, so moving up can only leave at the top
    if (bounds_.policy == bounds_policy::error || (low ? !bounds_.start : !bounds_.stop)) {
      sparse_core::throw_leaving("shifting what is", content, limits);
    }
    // Moving down keeps what is at or above the lower bound minus the offset; that place may be no address: nothing.
    if (low) {
      kept.start =
          limits.start <= content.stop
              ? checked_advance<Address>(limits.start, length{0} - static_cast<length>(offset)).value_or(content.stop)
              : content.stop;
    } else {
      kept.stop = checked_shift(limits.stop, static_cast<Address>(length{0} - static_cast<length>(offset)))
                      .value_or(content.start);
    }
    crop(kept);
    if (empty()) return;
  }
  ++version_;
  tree_.reference += static_cast<length>(offset);
  tree_.total.first += static_cast<length>(offset);
  tree_.total.stop += static_cast<length>(offset);
}

template <memory_address Address>
void basic_sparse_memory<Address>::replace(range where, bytes_view bytes) {
  if (where.stop < where.start) where.stop = where.start;
  const std::vector<std::byte> kept(bytes.begin(), bytes.end());  // it may lie in what moves
  editor<Address> changes(*this);
  changes.require_unlent(where, "replace");
  sparse_core::transaction<Address> whole(changes);
  erase(where);
  insert(where.start, kept);
  whole.commit();
}

template <memory_address Address>
bool basic_sparse_memory<Address>::remove(bytes_view needle, range where) {
  const auto found = find(needle, where);
  if (!found) return false;
  erase({*found, static_cast<Address>(static_cast<length>(*found) + needle.size())});
  return true;
}

template <memory_address Address>
void basic_sparse_memory<Address>::reverse() {
  using words = sparse_core::piece_words<length>;
  if (empty()) return;
  const auto mirrored = span();
  editor<Address> changes(*this);
  changes.require_unlent(everywhere, "reverse");
  sparse_core::builder<Address> made;
  sparse_core::path<Address> way;
  way.seek_before(tree_, highest_stop<Address>);
  do {
    const auto at = static_cast<Address>(static_cast<length>(mirrored.start) + distance(way.stop(), mirrored.stop));
    if (way.kind() == static_cast<std::uint8_t>(sparse_core::piece_kind::repeat)) {
      // The run ends at some phase: mirrored, that is where it begins.
      const auto& pattern = *words::pattern(way.body());
      const auto shown = pattern.window(static_cast<std::uint64_t>(way.size() % pattern.period()));
      const auto period = shown.first(pattern.period());
      const std::vector<std::byte> backwards(period.rbegin(), period.rend());
      made.add(at,
               sparse_core::piece_holder<length>(words::repeat(*sparse_core::tile::make(backwards, 0), way.size())));
    } else {
      const auto bytes = sparse_core::reader<Address>::bytes_from(way, way.start(), way.stop());
      auto* const storage = changes.new_extent(bytes.size(), 0, bytes.size());
      sparse_core::piece_holder<length> content(words::part(sparse_core::piece_kind::own, *storage, 0, bytes.size()));
      std::ranges::reverse_copy(bytes, storage->data());
      if (bytes.size() <= sparse_core::small_capacity<length>) {
        content = changes.piece_of({storage->data(), bytes.size()});
      }
      made.add(at, std::move(content));
    }
  } while (way.retreat());
  tree_ = made.finish();
}

template <memory_address Address>
void basic_sparse_memory<Address>::rollback(const basic_sparse_memory& to) {
  editor<Address>(*this).require_unlent(everywhere, "rollback");
  *this = to;
}

}  // namespace memosaic
