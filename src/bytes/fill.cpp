// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/fill.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "bytes/fill_kernels.hpp"
#include "bytes/overlap.hpp"

namespace memosaic {
namespace {

constexpr std::size_t granule = fill_kernels::granule;
constexpr std::size_t longest_tiled_pattern = 4096;
constexpr std::size_t smallest_tile = 1024;      // smaller ones spend their time on starting again
constexpr std::size_t largest_tile = 16 * 1024;  // half of the smallest first-level cache

// Writes the pattern once, from its byte `phase` on, and then doubles what is written. `pattern` lies elsewhere.
void repeat_by_doubling(mutable_bytes_view target, bytes_view pattern, std::size_t phase) noexcept {
  const auto append = [&](std::size_t done, const std::byte* from, std::size_t size) {
    const std::size_t part = std::min(size, target.size() - done);
    if (part != 0) std::memcpy(target.data() + done, from, part);
    return done + part;
  };
  std::size_t done = append(0, pattern.data() + phase, pattern.size() - phase);
  done = append(done, pattern.data(), phase);
  while (done < target.size()) done = append(done, target.data(), done);
}

// Copies the pattern again and again: for patterns so long that a copy's start does not count.
void repeat_by_copies(mutable_bytes_view target, bytes_view pattern, std::size_t phase) noexcept {
  while (!target.empty()) {
    const std::size_t part = std::min(target.size(), pattern.size() - phase);
    std::memcpy(target.data(), pattern.data() + phase, part);
    target = target.subspan(part);
    phase = 0;
  }
}

// A whole number of patterns, aligned for vectors where that does not make it too big for the first-level cache.
std::size_t tile_size_for(std::size_t pattern_size) noexcept {
  const std::size_t aligned = std::lcm(pattern_size, granule);
  const std::size_t unit = aligned <= largest_tile ? aligned : pattern_size;
  return unit * ((smallest_tile + unit - 1) / unit);
}

// Repeats the pattern in a tile of the first-level cache, and the tile over the target with aligned vector stores.
void repeat_by_tile(mutable_bytes_view target, bytes_view pattern, std::size_t phase, std::size_t tile_size) noexcept {
  static const fill_kernels& kernels = fill_kernels_for(active_simd_level());
  alignas(granule) std::byte storage[largest_tile + granule];
  const std::size_t head = (granule - (reinterpret_cast<std::uintptr_t>(target.data()) & (granule - 1))) % granule;
  const std::size_t body = (target.size() - head) / granule * granule;

  const mutable_bytes_view tile(storage, tile_size + granule);
  repeat_by_doubling(tile, pattern, (phase + head) % pattern.size());
  std::memcpy(target.data(), storage + (tile_size - head), head);
  kernels.repeat_tile(target.data() + head, body, storage, tile_size);
  const mutable_bytes_view rest = target.subspan(head + body);
  if (!rest.empty()) std::memcpy(rest.data(), storage + body % tile_size, rest.size());
}

}  // namespace

void fill(mutable_bytes_view target, std::byte value) noexcept {
  // memset may not be given null, not even for 0 bytes.
  if (!target.empty()) std::memset(target.data(), std::to_integer<int>(value), target.size());
}

void fill(mutable_bytes_view target, bytes_view pattern, std::size_t phase) {
  if (target.empty()) return;
  if (pattern.empty()) throw std::invalid_argument("fill: the pattern is empty");
  if (pattern.size() == 1) return fill(target, pattern.front());
  phase %= pattern.size();

  if (pattern.size() > longest_tiled_pattern) {
    if (!overlap_in_memory(pattern, target)) return repeat_by_copies(target, pattern, phase);
    const std::vector<std::byte> own(pattern.begin(), pattern.end());
    return repeat_by_copies(target, own, phase);
  }
  const std::size_t tile_size = tile_size_for(pattern.size());
  if (target.size() / 2 > tile_size) return repeat_by_tile(target, pattern, phase, tile_size);
  if (!overlap_in_memory(pattern, target)) return repeat_by_doubling(target, pattern, phase);
  std::byte own[longest_tiled_pattern];
  std::memcpy(own, pattern.data(), pattern.size());
  repeat_by_doubling(target, {own, pattern.size()}, phase);
}

}  // namespace memosaic
