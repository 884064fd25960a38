#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstring>

#include "memosaic/sparse/sparse_memory.hpp"
#include "sparse/path.hpp"
#include "sparse/piece.hpp"

namespace memosaic::sparse_core {

/// The inside of a memory for those who only read it.
template <memory_address Address>
class reader {
 public:
  using memory = basic_sparse_memory<Address>;
  using range = basic_address_range<Address>;
  using length = address_length<Address>;
  using words = piece_words<length>;
  using path_type = path<Address>;

  [[nodiscard]] static const root<Address>& tree(const memory& read) noexcept { return read.tree_; }

  /// The part of a piece that lies in `where`, which it must touch, as a segment.
  [[nodiscard]] static basic_segment<Address> segment_of(const path_type& way, range where) noexcept {
    basic_segment<Address> part;
    part.start = std::max(way.start(), where.start);
    part.stop = std::min(way.stop(), where.stop);
    const auto offset = distance(way.start(), part.start);
    const auto kind = way.kind();
    if (kind == static_cast<std::uint8_t>(piece_kind::repeat)) {
      const tile& pattern = *words::pattern(way.body());
      part.bytes = pattern.window(static_cast<std::uint64_t>(offset % pattern.period())).first(pattern.period());
      part.repeats = true;
    } else {
      part.bytes = {words::data(kind, way.body()) + static_cast<std::size_t>(offset),
                    static_cast<std::size_t>(distance(part.start, part.stop))};
    }
    return part;
  }

  /// The longest run of bytes in memory that shows the piece from `address` on, at most up to `stop`.
  [[nodiscard]] static bytes_view bytes_from(const path_type& way, Address address, Address stop) noexcept {
    const auto offset = distance(way.start(), address);
    const auto wanted = distance(address, std::min(way.stop(), stop));
    const auto kind = way.kind();
    if (kind == static_cast<std::uint8_t>(piece_kind::repeat)) {
      const tile& pattern = *words::pattern(way.body());
      const auto window = pattern.window(static_cast<std::uint64_t>(offset % pattern.period()));
      return window.first(static_cast<std::size_t>(std::min<length>(window.size(), wanted)));
    }
    return {words::data(kind, way.body()) + static_cast<std::size_t>(offset), static_cast<std::size_t>(wanted)};
  }

  /// Calls `visit(address, bytes)` for all that is stored in a range, in order; runs come in parts.
  /// `visit` returns false to stop.
  template <typename Visit>
  static void visit(const memory& read, range where, Visit&& visit) {
    path_type way;
    if (where.empty() || !way.seek_reaching(read.tree_, where.start)) return;
    do {
      if (way.start() >= where.stop) return;
      Address at = std::max(way.start(), where.start);
      const Address stop = std::min(way.stop(), where.stop);
      while (at < stop) {
        const auto bytes = bytes_from(way, at, stop);
        if (!visit(at, bytes)) return;
        at = static_cast<Address>(static_cast<length>(at) + bytes.size());
      }
    } while (way.advance());
  }

  /// Copies a piece's bytes from `offset` on.
  static void copy_piece(std::uint8_t kind, const piece_body<length>& body, length offset, mutable_bytes_view target) {
    if (kind == static_cast<std::uint8_t>(piece_kind::repeat)) {
      const tile& pattern = *words::pattern(body);
      std::size_t done = 0;
      while (done < target.size()) {
        const auto window = pattern.window(static_cast<std::uint64_t>((offset + done) % pattern.period()));
        const auto step = std::min(window.size(), target.size() - done);
        std::memcpy(target.data() + done, window.data(), step);
        done += step;
      }
    } else if (!target.empty()) {
      std::memcpy(target.data(), words::data(kind, body) + static_cast<std::size_t>(offset), target.size());
    }
  }
};

}  // namespace memosaic::sparse_core
