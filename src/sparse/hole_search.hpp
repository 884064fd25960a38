#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "memosaic/bytes/masked_needle.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "sparse/reader.hpp"

namespace memosaic::sparse_core {

/// Finds a needle whose wildcards may lie in holes.
///
/// Pieces and holes are looked at one after the other, each piece where it lies and a run in one period. What straddles
/// them is looked for in a copy of what is next to their border, two bytes for each address: what is stored there, and
/// whether anything is. Bytes of the needle that matter ask for both, wildcards for neither.
template <memory_address Address>
class hole_search {
 public:
  using memory = basic_sparse_memory<Address>;
  using range = basic_address_range<Address>;
  using length = address_length<Address>;

  hole_search(const memory& searched, const masked_needle& needle)
      : memory_(searched), needle_(needle), doubled_(doubled(needle)) {
    matches_holes_ = std::ranges::all_of(needle.mask(), [](std::byte bits) { return bits == std::byte{0}; });
  }

  /// The first match inside `where`.
  [[nodiscard]] std::optional<Address> first(range where) {
    path<Address> way;
    bool more = way.seek_reaching(reader<Address>::tree(memory_), where.start);
    near_.clear();
    while (!where.empty()) {
      stretch part;
      if (more && way.start() <= where.start) {
        part = {reader<Address>::segment_of(way, where), true};
        more = way.advance();
      } else {
        part.where.start = where.start;
        part.where.stop = more ? std::min(way.start(), where.stop) : where.stop;
      }
      if (const auto found = first_in(part)) return found;
      where.start = part.where.stop;
    }
    return std::nullopt;
  }

  /// The last match inside `where`.
  [[nodiscard]] std::optional<Address> last(range where) {
    path<Address> way;
    way.seek_before(reader<Address>::tree(memory_), where.stop);
    bool more = way.leads_to_piece();
    near_.clear();
    while (!where.empty()) {
      stretch part;
      if (more && way.stop() >= where.stop) {
        part = {reader<Address>::segment_of(way, where), true};
        more = way.retreat();
      } else {
        part.where.start = more ? std::max(way.stop(), where.start) : where.start;
        part.where.stop = where.stop;
      }
      if (const auto found = last_in(part)) return found;
      where.stop = part.where.start;
    }
    return std::nullopt;
  }

 private:
  /// A piece, or a hole: then only its addresses count.
  struct stretch {
    basic_segment<Address> where;
    bool stored = false;

    [[nodiscard]] length size() const noexcept { return distance(where.start, where.stop); }
  };

  [[nodiscard]] static masked_needle doubled(const masked_needle& needle) {
    std::vector<std::byte> values;
    std::vector<std::byte> mask;
    for (std::size_t i = 0; i < needle.size(); ++i) {
      const std::byte must_be_stored{needle.mask()[i] == std::byte{0} ? std::uint8_t{0} : std::uint8_t{0xFF}};
      values.insert(values.end(), {needle.values()[i], must_be_stored});
      mask.insert(mask.end(), {needle.mask()[i], must_be_stored});
    }
    return masked_needle(values, mask);
  }

  /// How many addresses of a stretch may be part of a match across its border.
  [[nodiscard]] std::size_t reach(const stretch& part) const noexcept {
    return static_cast<std::size_t>(std::min<length>(part.size(), needle_.size() - 1));
  }

  static Address moved_by(Address at, std::size_t offset) noexcept {
    return static_cast<Address>(static_cast<length>(at) + offset);
  }
  static Address moved_back(Address at, std::size_t offset) noexcept {
    return static_cast<Address>(static_cast<length>(at) - offset);
  }

  /// Adds `count` addresses of a stretch, two bytes for each.
  static void add_doubled(const stretch& part, Address at, std::size_t count, std::vector<std::byte>& target) {
    for (std::size_t i = 0; i < count; ++i) {
      target.push_back(part.stored ? part.where.at(moved_by(at, i)) : std::byte{0});
      target.push_back(part.stored ? std::byte{0xFF} : std::byte{0});
    }
  }

  /// The bytes of a piece that decide whether there is a match inside it: of a run, one period and what reaches over.
  [[nodiscard]] bytes_view decisive(const stretch& part, bool from_back) {
    if (!part.where.repeats) return part.where.bytes;
    const auto size =
        static_cast<std::size_t>(std::min<length>(part.size(), length{part.where.bytes.size()} + (needle_.size() - 1)));
    const auto begin = from_back ? moved_back(part.where.stop, size) : part.where.start;
    written_out_.resize(size);
    for (std::size_t i = 0; i < size; ++i) written_out_[i] = part.where.at(moved_by(begin, i));
    return written_out_;
  }

  std::optional<Address> first_in(const stretch& part) {
    const auto before = near_.size() / 2;
    add_doubled(part, part.where.start, reach(part), near_);
    if (const auto found = doubled_.find(near_, {.step = 2})) {
      return moved_by(moved_back(part.where.start, before), *found / 2);
    }
    if (part.stored) {
      if (const auto found = needle_.find(decisive(part, false))) return moved_by(part.where.start, *found);
    } else if (matches_holes_ && part.size() >= needle_.size()) {
      return part.where.start;
    }
    near_.resize(2 * before);
    add_doubled(part, moved_back(part.where.stop, reach(part)), reach(part), near_);
    const auto kept = std::min(near_.size(), 2 * (needle_.size() - 1));
    near_.erase(near_.begin(), near_.end() - static_cast<std::ptrdiff_t>(kept));
    return std::nullopt;
  }

  std::optional<Address> last_in(const stretch& part) {
    border_.clear();
    add_doubled(part, moved_back(part.where.stop, reach(part)), reach(part), border_);
    border_.insert(border_.end(), near_.begin(), near_.end());
    if (const auto found = doubled_.rfind(border_, {.step = 2})) {
      return moved_by(moved_back(part.where.stop, reach(part)), *found / 2);
    }
    if (part.stored) {
      const auto bytes = decisive(part, true);
      if (const auto found = needle_.rfind(bytes)) return moved_by(moved_back(part.where.stop, bytes.size()), *found);
    } else if (matches_holes_ && part.size() >= needle_.size()) {
      return moved_back(part.where.stop, needle_.size());
    }
    border_.clear();
    add_doubled(part, part.where.start, reach(part), border_);
    border_.insert(border_.end(), near_.begin(), near_.end());
    border_.resize(std::min(border_.size(), 2 * (needle_.size() - 1)));
    near_.swap(border_);
    return std::nullopt;
  }

  const memory& memory_;
  const masked_needle& needle_;
  masked_needle doubled_;
  bool matches_holes_ = false;   ///< nothing of the needle matters
  std::vector<std::byte> near_;  ///< what lies next to the stretch on the side the search comes from, doubled
  std::vector<std::byte> border_;
  std::vector<std::byte> written_out_;
};

}  // namespace memosaic::sparse_core
