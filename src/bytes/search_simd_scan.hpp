// SPDX-License-Identifier: Apache-2.0
// Included once per target by search_kernels_simd.cpp: the scan for candidates, and what happens when it goes badly.

#if defined(MEMOSAIC_SEARCH_SIMD_SCAN) == defined(HWY_TARGET_TOGGLE)
#ifdef MEMOSAIC_SEARCH_SIMD_SCAN
#undef MEMOSAIC_SEARCH_SIMD_SCAN
#else
#define MEMOSAIC_SEARCH_SIMD_SCAN
#endif

#include "bytes/search_simd_probes.hpp"
#include "bytes/two_way.hpp"
#include "hwy/cache_control.h"

HWY_BEFORE_NAMESPACE();
namespace memosaic::detail::HWY_NAMESPACE {

enum class scan_end : std::uint8_t { found, exhausted, costly };

struct scan_result {
  scan_end end;
  std::size_t at;  // found: the match; costly: the candidate that failed
};

/// What a failed candidate costs, as bytes scanned in the same time: a mispredicted branch and a call.
inline constexpr std::size_t candidate_cost = 512;

/// Patience doubles whenever probes are chosen again, up to this: where no choice is good, choosing costs little.
inline constexpr std::size_t most_patience = std::size_t{1} << 20;

/// Whether so much was compared, against the bytes scanned and the needle, that only Two-Way keeps the search linear.
HWY_INLINE bool hostile(const search_plan& plan, std::size_t progress) {
  return plan.compared / 2 > plan.scanned + progress + 2 * plan.size + (std::size_t{32} << 10);
}

/// The account of one scan. Two things are watched: *waste*, the time lost on candidates, and *compared bytes*. When
/// waste exceeds patience plus half of the scan itself, other probes are tried; when too much is compared, Two-Way.
struct scan_account {
  search_plan& plan;
  std::size_t origin;  // where the scan began

  HWY_INLINE bool too_costly(std::size_t at, std::size_t agreed) {
    plan.wasted += candidate_cost + agreed;
    plan.compared += 16 + agreed;
    const std::size_t progress = at > origin ? at - origin : origin - at;
    return plan.wasted > plan.patience + (plan.covered + progress) / 2 || hostile(plan, progress);
  }
};

/// Looks at the candidates of one block; true if the scan ends here.
template <bool backward>
HWY_INLINE bool settle(std::uint64_t bits, std::size_t base, const std::uint8_t* haystack, scan_account& account,
                       scan_result& result) {
  search_plan& plan = account.plan;
  const auto* const needle = reinterpret_cast<const std::uint8_t*>(plan.needle);
  while (bits != 0) {
    const auto bit = static_cast<std::size_t>(backward ? 63 - __builtin_clzll(bits) : __builtin_ctzll(bits));
    const std::size_t candidate = base + bit;
    if (plan.size <= 4) {  // the probes are the whole needle
      result = {scan_end::found, candidate};
      return true;
    }
    const std::size_t agreed = agreeing(haystack + candidate, needle, plan.size);
    if (agreed == plan.size) {
      plan.compared += agreed;
      result = {scan_end::found, candidate};
      return true;
    }
    if (agreed != plan.failed[0]) {
      plan.failed[1] = plan.failed[0];
      plan.failed[0] = agreed;
    }
    if (account.too_costly(candidate, agreed)) {
      result = {scan_end::costly, candidate};
      return true;
    }
    bits &= ~(std::uint64_t{1} << bit);
  }
  return false;
}

/// Tells whether a run of positions may hold a match, by as many probes as lead.
template <std::size_t leading>
struct leading_filter {
  const probe_streams& probes;
  lanes want[leading];

  HWY_INLINE explicit leading_filter(const probe_streams& all) : probes(all) {
    for (std::size_t k = 0; k < leading; ++k) want[k] = hn::Set(lanes_tag(), all.want[k]);
  }

  HWY_INLINE lanes differ(std::size_t i) const {
    const lanes_tag tag;
    lanes result = hn::Xor(hn::LoadU(tag, probes.at[0] + i), want[0]);
    if constexpr (leading > 1) result = hn::Or(result, hn::Xor(hn::LoadU(tag, probes.at[1] + i), want[1]));
    if constexpr (leading > 2) result = hn::Or(result, hn::Xor(hn::LoadU(tag, probes.at[2] + i), want[2]));
    if constexpr (leading > 3) result = hn::Or(result, hn::Xor(hn::LoadU(tag, probes.at[3] + i), want[3]));
    return result;
  }

  template <std::size_t size>
  HWY_INLINE bool hit(std::size_t base) const {
    const lanes_tag tag;
    lanes least = differ(base);
    for (std::size_t k = lane_count; k < size; k += lane_count) least = hn::Min(least, differ(base + k));
    return !hn::AllFalse(tag, hn::Eq(least, hn::Zero(tag)));
  }
};

/// A load that crosses into a line still on its way costs more than the wait for it. One page ahead measured better
/// than 512 bytes ahead at 64 MiB, and the same at 1 MiB.
template <bool backward>
HWY_INLINE void prefetch_beyond(const std::uint8_t* at, std::size_t size) {
  for (std::size_t k = 0; k < size; k += block_size) {
    const std::uintptr_t ahead = reinterpret_cast<std::uintptr_t>(at + k);
    hwy::Prefetch(reinterpret_cast<const std::uint8_t*>(backward ? ahead - 4096 : ahead + 4096));
  }
}

/// Positions that share one flag, and how many flags at most are collected before any is acted upon.
inline constexpr std::size_t group_size = 2 * block_size;
inline constexpr std::size_t most_groups = 64;

/// Scans the positions `[low, high)`, from the one end or from the other.
template <std::size_t leading, bool backward>
HWY_NOINLINE scan_result scan(search_plan& plan, const std::uint8_t* haystack, std::size_t low, std::size_t high) {
  const probe_streams probes(haystack, reinterpret_cast<const std::uint8_t*>(plan.needle), plan.probes.data());
  const leading_filter<leading> filter(probes);
  scan_account account{plan, backward ? high : low};
  scan_result result{scan_end::exhausted, 0};

  if (high - low >= block_size) {
    const std::size_t first = backward ? high - block_size : low;
    if (settle<backward>(block_hits(probes, first), first, haystack, account, result)) return result;
    // From here on the first stream is read in whole cache lines; some positions are looked at twice.
    const std::size_t beyond = reinterpret_cast<std::uintptr_t>(probes.at[0] + first) % block_size;
    if constexpr (backward) {
      high = first + (beyond == 0 ? 0 : block_size - beyond);
    } else {
      low = first + block_size - beyond;
    }
  }
  if constexpr (leading != 2) {
    // One probe was chosen because it practically never agrees, three or four seldom do: the branch is predicted.
    while (high - low >= superblock_size) {
      const std::size_t base = backward ? high - superblock_size : low;
      prefetch_beyond<backward>(probes.at[0] + base, superblock_size);
      if (HWY_UNLIKELY(filter.template hit<superblock_size>(base))) {
        for (std::size_t k = 0; k < superblock_size; k += block_size) {
          const std::size_t block = backward ? base + superblock_size - block_size - k : base + k;
          if (settle<backward>(block_hits(probes, block), block, haystack, account, result)) return result;
        }
      }
      if constexpr (backward) {
        high = base;
      } else {
        low += superblock_size;
      }
    }
  } else {
    // Two probes agree too often for a branch on each, which would be mispredicted; so their hits are flags, looked at
    // with all four probes once a chunk is done. Chunks grow, so that an early match does not wait for a long one.
    for (std::size_t groups = 2; high - low >= group_size; groups = groups < most_groups ? 2 * groups : groups) {
      const std::size_t whole = (high - low) / group_size;
      const std::size_t count = whole < groups ? whole : groups;
      std::uint64_t flags = 0;  // bit k: group k in the direction of the search
      for (std::size_t k = 0; k < count; ++k) {
        const std::size_t base = backward ? high - (k + 1) * group_size : low + k * group_size;
        prefetch_beyond<backward>(probes.at[0] + base, group_size);
        flags |= std::uint64_t{filter.template hit<group_size>(base)} << k;
      }
      for (; flags != 0; flags &= flags - 1) {
        const auto k = static_cast<std::size_t>(__builtin_ctzll(flags));
        const std::size_t base = backward ? high - (k + 1) * group_size : low + k * group_size;
        const std::uint64_t bits[2] = {block_hits(probes, base), block_hits(probes, base + block_size)};
        if (HWY_LIKELY((bits[0] | bits[1]) == 0)) continue;
        for (const std::size_t block : {std::size_t{backward}, std::size_t{!backward}}) {
          if (settle<backward>(bits[block], base + block * block_size, haystack, account, result)) return result;
        }
      }
      if constexpr (backward) {
        high -= count * group_size;
      } else {
        low += count * group_size;
      }
    }
  }
  while (high - low >= block_size) {
    const std::size_t block = backward ? high - block_size : low;
    if (settle<backward>(block_hits(probes, block), block, haystack, account, result)) return result;
    if constexpr (backward) {
      high = block;
    } else {
      low += block_size;
    }
  }
  if (high != low) settle<backward>(few_hits(probes, low, high - low), low, haystack, account, result);
  return result;
}

/// How much is scanned before the haystack is sampled: a match that is near must not pay for that.
inline constexpr std::size_t near_size = std::size_t{32} << 10;

/// Chooses probes for what comes next. Nothing farther than a mebibyte is looked at: in a mapped file, bytes far ahead
/// would be read from the disk for this alone.
template <bool backward>
void sample_ahead(search_plan& plan, const std::uint8_t* haystack, std::size_t from, std::size_t stop) {
  constexpr std::size_t most = std::size_t{1} << 20;
  const std::size_t reach = stop - from < most ? stop : from + most;
  sample_probes(plan, haystack, backward ? stop - reach : from, backward ? stop - from : reach);
}

/// The first match at a search position >= `from`; positions are numbered in the direction of the search.
template <bool backward>
HWY_NOINLINE std::size_t next(search_plan& plan, const std::byte* haystack, std::size_t size,
                              std::size_t from) noexcept {
  if (size - plan.size < from) return npos;
  const std::size_t stop = size - plan.size + 1;
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(haystack);
  while (from < stop) {
    if (plan.linear_left == 0 && hostile(plan, 0)) {
      // Long enough to pay for what was compared, and for one more comparison of the whole needle.
      plan.linear_left = (std::size_t{256} << 10) + 8 * plan.size;
      plan.compared = 0;
      plan.scanned = 0;
    }
    if (plan.linear_left != 0) {
      const std::size_t reach = stop - from < plan.linear_left ? stop : from + plan.linear_left;
      const std::size_t at = two_way_find(plan.two_way, directed_run<backward>(plan.needle, plan.size),
                                          directed_run<backward>(haystack, size), from, reach);
      const std::size_t done = at == npos ? reach : at + 1;
      plan.linear_left -= done - from;
      if (at != npos) return at;
      from = reach;
      continue;
    }
    // What follows is far enough to choose probes for; what is near is scanned first, without that.
    const bool near_first = !plan.sampled && stop - from >= sample_from;
    const std::size_t reach = near_first ? from + near_size : stop;
    const std::size_t low = backward ? stop - reach : from;
    const std::size_t high = backward ? stop - from : reach;
    const scan_result result = plan.leading == 1   ? scan<1, backward>(plan, bytes, low, high)
                               : plan.leading == 2 ? scan<2, backward>(plan, bytes, low, high)
                               : plan.leading == 3 ? scan<3, backward>(plan, bytes, low, high)
                                                   : scan<4, backward>(plan, bytes, low, high);
    if (result.end == scan_end::exhausted) {
      plan.covered += reach - from;
      plan.scanned += reach - from;
      from = reach;
      if (near_first) sample_ahead<backward>(plan, bytes, from, stop);
      continue;
    }
    const std::size_t at = backward ? stop - 1 - result.at : result.at;
    plan.covered += at + 1 - from;
    plan.scanned += at + 1 - from;
    if (result.end == scan_end::found) return at;
    from = at + 1;
    if (stop - from >= 4096) sample_ahead<backward>(plan, bytes, from, stop);
    plan.wasted = 0;
    plan.covered = 0;
    if (plan.patience < most_patience) plan.patience *= 2;
  }
  return npos;
}

}  // namespace memosaic::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
