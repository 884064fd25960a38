// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/stripes.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "image/rewrite.hpp"
#include "memosaic/bytes/fill.hpp"
#include "memosaic/sparse/combine.hpp"

namespace memosaic {
namespace {

constexpr std::size_t part_size = 64 * 1024;
constexpr uint128 longest_tile = 1024 * 1024;

/// Takes one stripe out of runs of bytes.
class stripe_taker {
 public:
  stripe_taker(const stripe_layout& layout, std::uint32_t index)
      : group_(layout.group),
        row_(std::uint64_t{layout.group} * layout.count),
        lower_(std::uint64_t{layout.group} * index) {}

  void take(const basic_segment<int128>& piece) {
    if (!piece.repeats) return take_bytes(piece.start, piece.bytes);
    // From one row's beginning to another's the pattern and the rows repeat together after a tile.
    const auto row = static_cast<int128>(row_);
    const uint128 tile = uint128{row_ / std::gcd(row_, piece.bytes.size())} * piece.bytes.size();
    const int128 last = image_core::floor_to(piece.stop, row);
    const int128 first = image_core::ceiling_to(piece.start, row);
    if (first >= last || tile > longest_tile || distance(first, last) <= tile) {
      return take_repeated(piece, {piece.start, piece.stop});
    }
    take_repeated(piece, {piece.start, first});
    repeat(piece, {first, first + static_cast<int128>(tile)});
    gather(first, tile_);
    taken_.fill({to_stripe(first), to_stripe(last)}, gathered_);
    take_repeated(piece, {last, piece.stop});
  }

  image_memory finish() && { return std::move(taken_); }

 private:
  // The address in the stripe of the first byte of it at or after `at`.
  [[nodiscard]] int128 to_stripe(int128 at) const noexcept {
    const auto row = static_cast<int128>(row_);
    const int128 start = image_core::floor_to(at, row);
    const auto inside = static_cast<std::uint64_t>(distance(start, at));
    const std::uint64_t skipped = inside <= lower_ ? 0 : std::min(inside - lower_, group_);
    return start / row * static_cast<int128>(group_) + static_cast<int128>(skipped);
  }

  void take_bytes(int128 at, bytes_view bytes) {
    gather(at, bytes);
    if (!gathered_.empty()) taken_.write(to_stripe(at), gathered_);
  }

  void take_repeated(const basic_segment<int128>& piece, image_range where) {
    while (!where.empty()) {
      const image_range part{where.start,
                             where.start + static_cast<int128>(std::min<uint128>(part_size, where.size()))};
      repeat(piece, part);
      take_bytes(part.start, tile_);
      where.start = part.stop;
    }
  }

  void repeat(const basic_segment<int128>& piece, image_range where) {
    tile_.resize(static_cast<std::size_t>(where.size()));
    memosaic::fill(mutable_bytes_view(tile_), piece.bytes,
                   static_cast<std::size_t>(distance(piece.start, where.start) % piece.bytes.size()));
  }

  // The bytes of the stripe among `bytes`; they follow each other in it.
  void gather(int128 at, bytes_view bytes) {
    gathered_.clear();
    gathered_.reserve(bytes.size() / (row_ / group_) + group_);
    auto inside = static_cast<std::uint64_t>(distance(image_core::floor_to(at, static_cast<int128>(row_)), at));
    while (!bytes.empty()) {
      if (inside == lower_ && group_ == 1) {
        for (; !bytes.empty(); bytes = bytes.subspan(std::min<std::size_t>(row_, bytes.size()))) {
          gathered_.push_back(bytes.front());
        }
        return;
      }
      const std::uint64_t upper = lower_ + group_;
      if (inside >= lower_ && inside < upper) {
        const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(upper - inside, bytes.size()));
        gathered_.insert(gathered_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(taken));
        bytes = bytes.subspan(taken);
        inside += taken;
      } else {
        const std::uint64_t skipped = inside < lower_ ? lower_ - inside : row_ - inside + lower_;
        bytes = bytes.subspan(static_cast<std::size_t>(std::min<std::uint64_t>(skipped, bytes.size())));
        inside = lower_;
      }
    }
  }

  std::uint64_t group_;
  std::uint64_t row_;    ///< bytes from a group to the next one of the same stripe
  std::uint64_t lower_;  ///< where the stripe's group begins in a row
  std::vector<std::byte> tile_;
  std::vector<std::byte> gathered_;
  image_memory taken_;
};

/// Puts stripes together.
class stripe_joiner {
 public:
  stripe_joiner(std::span<const image_memory> stripes, std::uint32_t group)
      : stripes_(stripes), group_(group), parts_(stripes.size()) {}

  image_memory join() && {
    image_memory common = stripes_.front();
    for (const image_memory& stripe : stripes_.subspan(1)) common = intersect(common, stripe);
    const image_memory seen = common.snapshot();
    for (const image_range& block : seen.blocks()) {
      const auto group = static_cast<int128>(group_);
      const int128 last = image_core::floor_to(block.stop, group);
      const int128 first = image_core::ceiling_to(block.start, group);
      // What cannot be woven by whole groups of all stripes is left to `place`.
      common.clear({block.start, std::min(first, block.stop)});
      common.clear({std::max(first, last), block.stop});
      if (first < last) weave({first, last});
    }
    for (std::size_t i = 0; i < stripes_.size(); ++i) {
      const image_memory rest = subtract(stripes_[i], common);
      for (const image_range& block : rest.blocks()) place(i, rest, block);
    }
    return std::move(joined_);
  }

 private:
  // Where the byte at `at` of a stripe goes.
  [[nodiscard]] int128 from_stripe(std::size_t stripe, int128 at) const {
    const auto group = static_cast<int128>(group_);
    const int128 start = image_core::floor_to(at, group);
    int128 to = 0;
    if (__builtin_mul_overflow(start, static_cast<int128>(stripes_.size()), &to) ||
        __builtin_add_overflow(to, group * static_cast<int128>(stripe) + (at - start), &to)) {
      throw std::out_of_range("" + address_text(at) + " of a stripe would lie beyond the last address");
    }
    return to;
  }

  // Whole groups that all stripes store.
  void weave(image_range where) {
    const std::size_t groups = std::max<std::size_t>(1, part_size / group_);
    while (!where.empty()) {
      const auto size = static_cast<std::size_t>(std::min<uint128>(uint128{groups} * group_, where.size()));
      for (std::size_t i = 0; i < stripes_.size(); ++i) {
        parts_[i].resize(size);
        stripes_[i].read(where.start, parts_[i]);
      }
      woven_.resize(size * stripes_.size());
      std::byte* to = woven_.data();
      for (std::size_t at = 0; at < size; at += group_) {
        for (const auto& part : parts_) {
          std::memcpy(to, part.data() + at, group_);
          to += group_;
        }
      }
      joined_.write(from_stripe(0, where.start), woven_);
      where.start += static_cast<int128>(size);
    }
  }

  // What lies alone, group by group.
  void place(std::size_t stripe, const image_memory& rest, image_range block) {
    while (!block.empty()) {
      const auto group = static_cast<int128>(group_);
      const int128 left = group - (block.start - image_core::floor_to(block.start, group));
      const int128 stop = block.stop - block.start < left ? block.stop : block.start + left;
      woven_.resize(static_cast<std::size_t>(stop - block.start));
      rest.read(block.start, woven_);
      joined_.write(from_stripe(stripe, block.start), woven_);
      block.start = stop;
    }
  }

  std::span<const image_memory> stripes_;
  std::uint32_t group_;
  std::vector<std::vector<std::byte>> parts_;
  std::vector<std::byte> woven_;
  image_memory joined_;
};

}  // namespace

image_memory take_stripe(const image_memory& from, const stripe_layout& layout, std::uint32_t index) {
  if (layout.count == 0 || layout.group == 0) {
    throw std::invalid_argument("a layout has at least one stripe, of at least one byte");
  }
  if (index >= layout.count) {
    throw std::invalid_argument("there is no stripe " + std::to_string(index) + ": they are counted from 0, " +
                                "and there are " + std::to_string(layout.count));
  }
  stripe_taker taker(layout, index);
  for (const auto& piece : from.segments()) taker.take(piece);
  return std::move(taker).finish();
}

image_memory join_stripes(std::span<const image_memory> stripes, std::uint32_t group) {
  if (stripes.empty() || group == 0) {
    throw std::invalid_argument("give at least one stripe, and groups of at least one byte");
  }
  return stripe_joiner(stripes, group).join();
}

}  // namespace memosaic
