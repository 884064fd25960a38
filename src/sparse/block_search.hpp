#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/searcher.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "sparse/reader.hpp"

namespace memosaic::sparse_core {

/// A needle every bit of which matters.
class exact_needle {
 public:
  exact_needle(bytes_view needle) noexcept : search_(needle) {}

  [[nodiscard]] std::size_t size() const noexcept { return search_.needle().size(); }
  [[nodiscard]] std::optional<std::size_t> find(bytes_view bytes) const noexcept { return search_.find(bytes); }
  [[nodiscard]] std::optional<std::size_t> rfind(bytes_view bytes) const noexcept { return search_.rfind(bytes); }

 private:
  searcher search_;
};

/// Finds a needle in the blocks of a memory, each piece where it lies; what straddles pieces is looked for in a copy of
/// the bytes next to their border. A run is searched in one period, however long it is.
///
/// `Needle` is what has a size, `find` and `rfind`.
template <memory_address Address, typename Needle = exact_needle>
class block_search {
 public:
  using memory = basic_sparse_memory<Address>;
  using range = basic_address_range<Address>;
  using length = address_length<Address>;

  /// Holes are nothing, or a run that repeats the byte `hole`, which the caller keeps.
  block_search(const memory& searched, Needle needle, const std::byte* hole = nullptr) noexcept
      : memory_(searched), needle_(needle), hole_(hole, hole == nullptr ? 0 : 1) {}

  /// The first match inside `where`.
  [[nodiscard]] std::optional<Address> first(range where) {
    if (!hole_.empty()) return first_through_holes(where);
    path<Address> way;
    if (!way.seek_reaching(reader<Address>::tree(memory_), where.start)) return std::nullopt;
    std::optional<Address> before;  // where the piece before ended
    tail_.clear();
    do {
      if (way.start() >= where.stop) return std::nullopt;
      const auto part = reader<Address>::segment_of(way, where);
      if (before != part.start) tail_.clear();
      if (const auto found = in_piece(part)) return found;
      before = part.stop;
    } while (way.advance());
    return std::nullopt;
  }

  /// The last match inside `where`.
  [[nodiscard]] std::optional<Address> last(range where) {
    if (!hole_.empty()) return last_through_holes(where);
    path<Address> way;
    way.seek_before(reader<Address>::tree(memory_), where.stop);
    if (!way.leads_to_piece()) return std::nullopt;
    std::optional<Address> after;  // where the piece behind began
    head_.clear();
    do {
      if (way.stop() <= where.start) return std::nullopt;
      const auto part = reader<Address>::segment_of(way, where);
      if (after != part.stop) head_.clear();
      if (const auto found = in_piece_from_back(part)) return found;
      after = part.start;
    } while (way.retreat());
    return std::nullopt;
  }

 private:
  [[nodiscard]] std::size_t overlap() const noexcept { return needle_.size() - 1; }

  [[nodiscard]] basic_segment<Address> hole(Address start, Address stop) const noexcept {
    return {start, stop, hole_, true};
  }

  std::optional<Address> first_through_holes(range where) {
    path<Address> way;
    bool more = way.seek_reaching(reader<Address>::tree(memory_), where.start);
    tail_.clear();
    while (!where.empty()) {
      basic_segment<Address> part;
      if (more && way.start() <= where.start) {
        part = reader<Address>::segment_of(way, where);
        more = way.advance();
      } else {
        part = hole(where.start, more ? std::min(way.start(), where.stop) : where.stop);
      }
      if (const auto found = in_piece(part)) return found;
      where.start = part.stop;
    }
    return std::nullopt;
  }

  std::optional<Address> last_through_holes(range where) {
    path<Address> way;
    way.seek_before(reader<Address>::tree(memory_), where.stop);
    bool more = way.leads_to_piece();
    head_.clear();
    while (!where.empty()) {
      basic_segment<Address> part;
      if (more && way.stop() >= where.stop) {
        part = reader<Address>::segment_of(way, where);
        more = way.retreat();
      } else {
        part = hole(more ? std::max(way.stop(), where.start) : where.start, where.stop);
      }
      if (const auto found = in_piece_from_back(part)) return found;
      where.stop = part.start;
    }
    return std::nullopt;
  }

  std::optional<Address> in_piece_from_back(const basic_segment<Address>& part) {
    const length size = distance(part.start, part.stop);
    const auto looked_at = part.repeats ? std::min<length>(size, length{part.bytes.size()} + overlap()) : size;
    bytes_view end = part.bytes;
    if (part.repeats) {
      written_out_.resize(static_cast<std::size_t>(looked_at));
      write_out(part, size - looked_at, written_out_);
      end = written_out_;
    }
    if (!head_.empty()) {
      const auto before = std::min(overlap(), end.size());
      tail_.assign(end.end() - static_cast<std::ptrdiff_t>(before), end.end());
      tail_.insert(tail_.end(), head_.begin(), head_.end());
      if (const auto found = needle_.rfind(tail_)) {
        return static_cast<Address>(static_cast<length>(part.stop) - before + *found);
      }
    }
    if (const auto found = needle_.rfind(end)) {
      return static_cast<Address>(static_cast<length>(part.stop) - end.size() + *found);
    }
    keep_head(part, size);
    return std::nullopt;
  }

  /// After it, `head_` holds the first bytes of the block so far, one fewer than the needle.
  void keep_head(const basic_segment<Address>& part, length size) {
    const auto from_part = static_cast<std::size_t>(std::min<length>(size, overlap()));
    tail_.resize(from_part);
    write_out(part, 0, tail_);
    tail_.insert(tail_.end(), head_.begin(), head_.end());
    tail_.resize(std::min(tail_.size(), overlap()));
    head_.swap(tail_);
  }

  std::optional<Address> in_piece(const basic_segment<Address>& part) {
    const length size = distance(part.start, part.stop);
    // Of a run, matches at every phase begin in the first period: what follows repeats them.
    const auto looked_at = part.repeats ? std::min<length>(size, length{part.bytes.size()} + overlap()) : size;
    bytes_view head = part.bytes;
    if (part.repeats) {
      written_out_.resize(static_cast<std::size_t>(looked_at));
      write_out(part, 0, written_out_);
      head = written_out_;
    }
    if (!tail_.empty()) {
      const auto kept = tail_.size();
      const auto more = std::min(overlap(), head.size());
      tail_.insert(tail_.end(), head.begin(), head.begin() + static_cast<std::ptrdiff_t>(more));
      const auto found = needle_.find(tail_);
      tail_.resize(kept);
      if (found) return static_cast<Address>(static_cast<length>(part.start) - kept + *found);
    }
    if (const auto found = needle_.find(head)) {
      return static_cast<Address>(static_cast<length>(part.start) + *found);
    }
    keep_tail(part, size);
    return std::nullopt;
  }

  /// After it, `tail_` holds the last bytes of the block so far, one fewer than the needle.
  void keep_tail(const basic_segment<Address>& part, length size) {
    const auto wanted = overlap();
    const auto from_part = static_cast<std::size_t>(std::min<length>(size, wanted));
    const auto drop = tail_.size() + from_part > wanted ? tail_.size() + from_part - wanted : 0;
    tail_.erase(tail_.begin(), tail_.begin() + static_cast<std::ptrdiff_t>(drop));
    const auto old = tail_.size();
    tail_.resize(old + from_part);
    write_out(part, size - from_part, mutable_bytes_view(tail_).subspan(old));
  }

  static void write_out(const basic_segment<Address>& part, length offset, mutable_bytes_view target) {
    if (target.empty()) return;
    if (!part.repeats) {
      std::memcpy(target.data(), part.bytes.data() + static_cast<std::size_t>(offset), target.size());
      return;
    }
    auto phase = static_cast<std::size_t>(offset % part.bytes.size());
    for (std::byte& byte : target) {
      byte = part.bytes[phase];
      if (++phase == part.bytes.size()) phase = 0;
    }
  }

  const memory& memory_;
  Needle needle_;
  bytes_view hole_;              ///< one byte that holes read as, or none
  std::vector<std::byte> tail_;  ///< of the block before the piece, when searching forwards
  std::vector<std::byte> head_;  ///< of the block behind the piece, when searching backwards
  std::vector<std::byte> written_out_;
};

}  // namespace memosaic::sparse_core
