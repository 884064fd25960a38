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

/// Below this many positions a sample costs more than it saves.
inline constexpr std::size_t sample_from = std::size_t{64} << 10;

/// Puts a probe first; the others move back, and the one that was it already, or else the last, goes.
HWY_INLINE void lead_with(search_plan& plan, std::size_t offset) {
  std::size_t k = 0;
  while (k < 3 && plan.probes[k] != offset) ++k;
  for (; k > 0; --k) plan.probes[k] = plan.probes[k - 1];
  plan.probes[0] = offset;
}

/// Blocks of 64 positions, spread evenly; the ends are left out, because what is searched for may lie there.
struct position_sample {
  const std::uint8_t* first;
  std::size_t stride;
  std::size_t count;

  HWY_INLINE position_sample(const std::uint8_t* haystack, std::size_t low, std::size_t high, std::size_t blocks)
      : first(haystack + low + (high - low) / (blocks + 1)), stride((high - low) / (blocks + 1)), count(blocks) {}

  /// Bit k: the byte at `offset` from position k of a block has this value.
  HWY_INLINE std::uint64_t agree(std::size_t block, std::size_t offset, std::uint8_t value) const {
    std::uint64_t bits = 0;
    for (std::size_t lane = 0; lane < block_size; lane += lane_count) {
      const auto v = hn::LoadU(lanes_tag(), first + block * stride + offset + lane);
      bits |= zero_lanes(lanes_tag(), hn::Xor(v, hn::Set(lanes_tag(), value))) << lane;
    }
    return bits;
  }

  /// At how many positions all of these offsets of the needle agree.
  HWY_INLINE std::size_t joint_hits(const std::uint8_t* needle, const std::size_t* offsets, std::size_t size) const {
    std::size_t hits = 0;
    for (std::size_t b = 0; b < count; ++b) {
      std::uint64_t all = ~std::uint64_t{0};
      for (std::size_t k = 0; k < size; ++k) all &= agree(b, offsets[k], needle[offsets[k]]);
      hits += static_cast<std::size_t>(std::popcount(all));
    }
    return hits;
  }
};

/// Chooses probes by a sample of the haystack: blocks spread over the positions `[low, high)`.
///
/// It counts at how many sampled positions several probes agree *together*: bytes that are rare one by one may come
/// in pairs. The fewest probes that agree seldom enough are compared at each position (`leading`), the others only
/// where those did. A single probe must practically never agree. Two may in an eighth of the blocks: the scan collects
/// their hits without a branch, and looking at them again costs less than a third stream. Cost: about 1 microsecond.
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
  const position_sample sample(haystack, low, high, block_count);
  // What was chosen because it does well in one sample is judged by another.
  const position_sample control(haystack, low, high, 2 * block_count + 1);
  std::size_t alone[offset_limit];
  for (std::size_t k = 0; k < offset_count; ++k) {
    alone[k] = 0;
    for (std::size_t b = 0; b < block_count; ++b) {
      agree[k][b] = sample.agree(b, offsets[k], needle[offsets[k]]);
      alone[k] += static_cast<std::size_t>(std::popcount(agree[k][b]));
    }
    if (alone[k] == 0 && control.joint_hits(needle, &offsets[k], 1) == 0) {
      lead_with(plan, offsets[k]);  // whatever the others are, this one is enough
      plan.leading = 1;
      plan.sampled = true;
      return;
    }
  }

  std::uint64_t together[block_limit];
  for (std::size_t b = 0; b < block_count; ++b) together[b] = ~std::uint64_t{0};
  std::size_t chosen[4];
  plan.leading = 0;
  for (std::size_t count = 0; count < 4; ++count) {
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
    if (count == 1 && best_hits <= block_count / 8 && control.joint_hits(needle, chosen, 2) <= control.count / 8) {
      plan.leading = 2;
      lead_with(plan, chosen[1]);
      lead_with(plan, chosen[0]);
      break;
    }
  }
  if (plan.leading == 0) {
    // A hit costs as much as the fourth probe does in ten superblocks.
    plan.leading = control.joint_hits(needle, chosen, 3) <= control.count / 32 ? 3 : 4;
    for (std::size_t k = 4; k-- > 0;) lead_with(plan, chosen[k]);
  }
  plan.sampled = true;
}

}  // namespace memosaic::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
