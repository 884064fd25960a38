// SPDX-License-Identifier: Apache-2.0
// Included once per target by search_kernels_simd.cpp: which offsets of a needle are worth looking at first.

#if defined(MEMOSAIC_SEARCH_SIMD_PROBES) == defined(HWY_TARGET_TOGGLE)
#ifdef MEMOSAIC_SEARCH_SIMD_PROBES
#undef MEMOSAIC_SEARCH_SIMD_PROBES
#else
#define MEMOSAIC_SEARCH_SIMD_PROBES
#endif

#include <bit>

#include "bytes/search_simd_blocks.hpp"

HWY_BEFORE_NAMESPACE();
namespace memosaic::detail::HWY_NAMESPACE {

/// The value of `leading` that stands for words instead of probes.
inline constexpr std::size_t by_words = 4;

/// Below this many positions a sample costs more than it saves.
inline constexpr std::size_t sample_from = std::size_t{64} << 10;

/// Puts a probe first; the others move back, and the one that was it already, or else the last, goes.
HWY_INLINE void lead_with(search_plan& plan, std::size_t offset) {
  std::size_t k = 0;
  while (k < 3 && plan.probes[k] != offset) ++k;
  for (; k > 0; --k) plan.probes[k] = plan.probes[k - 1];
  plan.probes[0] = offset;
}

/// At how many sampled positions one of the four words of four bytes around a pivot would be found, see
/// `superblock_filter<by_words>`.
HWY_INLINE std::size_t count_word_hits(const std::uint8_t* positions, const std::uint8_t* needle, std::size_t pivot,
                                       std::size_t stride, std::size_t block_count) {
  std::size_t hits = 0;
  for (std::size_t b = 0; b < block_count; ++b) {
    std::uint64_t agree[7];
    for (std::size_t k = 0; k < 7; ++k) {
      const std::size_t offset = pivot - 3 + k;
      const auto want = hn::Set(lanes_tag(), needle[offset]);
      agree[k] = 0;
      for (std::size_t lane = 0; lane < block_size; lane += lane_count) {
        const auto v = hn::LoadU(lanes_tag(), positions + b * stride + offset + lane);
        agree[k] |= zero_lanes(lanes_tag(), hn::Xor(v, want)) << lane;
      }
    }
    const std::uint64_t inner = agree[2] & agree[3];
    const std::uint64_t outer = agree[3] & agree[4];
    const std::uint64_t any[4] = {agree[0] & agree[1] & inner, agree[1] & inner & agree[4], inner & agree[4] & agree[5],
                                  outer & agree[5] & agree[6]};
    for (const std::uint64_t word : any) hits += static_cast<std::size_t>(std::popcount(word));
  }
  return hits / 4;  // at each position only one of the four is looked for
}

/// Chooses probes by a sample of the haystack: blocks spread over the positions `[low, high)`.
///
/// It counts at how many sampled positions several probes agree *together*: bytes that are rare one by one may come
/// in pairs. The fewest probes that practically never agree are compared at each position (`leading`), the others only
/// where those did. Where two are not enough, words of four bytes may be better than three probes: see
/// `superblock_filter<by_words>`. Cost: about 1 microsecond.
HWY_NOINLINE void sample_probes(search_plan& plan, const std::uint8_t* haystack, std::size_t low, std::size_t high) {
  constexpr std::size_t offset_limit = 16;
  constexpr std::size_t block_limit = 64;
  std::uint64_t agree[offset_limit][block_limit];  // one bit per sampled position
  std::size_t offsets[offset_limit];

  const auto* const needle = reinterpret_cast<const std::uint8_t*>(plan.needle);
  std::size_t offset_count = plan.size;
  if (offset_count <= offset_limit) {
    for (std::size_t k = 0; k < offset_count; ++k) offsets[k] = k;
  } else {
    // Near each other, so that they read the same cache lines; but where candidates failed is looked at anywhere.
    const std::size_t span = plan.size < 256 ? plan.size : 256;
    offset_count = offset_limit;
    for (std::size_t k = 0; k < offset_limit - 2; ++k) offsets[k] = k * (span - 1) / (offset_limit - 3);
    offsets[offset_limit - 2] = plan.failed[0];
    offsets[offset_limit - 1] = plan.failed[1];
  }

  std::size_t block_count = (high - low) / 32768;
  block_count = block_count < 16 ? 16 : block_count > block_limit ? block_limit : block_count;
  // Not the very ends: what is searched for may lie there, and says nothing about the rest.
  const std::size_t stride = (high - low) / (block_count + 1);
  std::size_t alone[offset_limit];
  for (std::size_t k = 0; k < offset_count; ++k) {
    const std::uint8_t* const stream = haystack + low + stride + offsets[k];
    const auto want = hn::Set(lanes_tag(), needle[offsets[k]]);
    alone[k] = 0;
    for (std::size_t b = 0; b < block_count; ++b) {
      std::uint64_t bits = 0;
      for (std::size_t lane = 0; lane < block_size; lane += lane_count) {
        const auto v = hn::LoadU(lanes_tag(), stream + b * stride + lane);
        bits |= zero_lanes(lanes_tag(), hn::Xor(v, want)) << lane;
      }
      agree[k][b] = bits;
      alone[k] += static_cast<std::size_t>(std::popcount(bits));
    }
    if (alone[k] == 0) {
      // One probe is enough, whatever the others are.
      lead_with(plan, offsets[k]);
      plan.leading = 1;
      plan.sampled = true;
      return;
    }
  }

  std::uint64_t together[block_limit];
  for (std::size_t b = 0; b < block_count; ++b) together[b] = ~std::uint64_t{0};
  std::size_t chosen[4];
  std::size_t count = 0;
  std::size_t three_hits = 0;
  for (bool rare = false; count < 4 && !rare; ++count) {
    std::size_t best = 0;
    std::size_t best_hits = npos;
    for (std::size_t k = 0; k < offset_count; ++k) {
      std::size_t hits = 0;
      for (std::size_t b = 0; b < block_count; ++b) {
        hits += static_cast<std::size_t>(std::popcount(together[b] & agree[k][b]));
      }
      if (hits < best_hits || (hits == best_hits && alone[k] < alone[best])) {
        best = k;
        best_hits = hits;
      }
    }
    chosen[count] = offsets[best];
    for (std::size_t b = 0; b < block_count; ++b) together[b] &= agree[best][b];
    alone[best] = npos;  // not again, unless nothing else is left
    rare = best_hits * block_limit <= block_count;
    if (count == 2) three_hits = best_hits;
  }
  for (std::size_t k = count; k-- > 0;) lead_with(plan, chosen[k]);
  plan.leading = static_cast<std::uint8_t>(count < 3 ? count : 3);
  if (count > 2 && plan.size >= 7) {
    const std::size_t highest = plan.size - 4;
    plan.pivot = chosen[0] < 3 ? 3 : chosen[0] > highest ? highest : chosen[0];
    if (count_word_hits(haystack + low + stride, needle, plan.pivot, stride, block_count) <= three_hits)
      plan.leading = by_words;
  }
  plan.sampled = true;
}

}  // namespace memosaic::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
