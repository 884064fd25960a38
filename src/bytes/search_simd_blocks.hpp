// SPDX-License-Identifier: Apache-2.0
// Included once per target by search_kernels_simd.cpp: how blocks of haystack are compared with probes.

#if defined(MEMOSAIC_SEARCH_SIMD_BLOCKS) == defined(HWY_TARGET_TOGGLE)
#ifdef MEMOSAIC_SEARCH_SIMD_BLOCKS
#undef MEMOSAIC_SEARCH_SIMD_BLOCKS
#else
#define MEMOSAIC_SEARCH_SIMD_BLOCKS
#endif

#include <cstring>

#include "bytes/search_kernels.hpp"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace memosaic::detail::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using lanes_tag = hn::ScalableTag<std::uint8_t>;
using lanes = hn::Vec<lanes_tag>;
inline constexpr std::size_t lane_count = hn::MaxLanes(lanes_tag());

inline constexpr std::size_t block_size = 64;  // positions whose hits fit one word
inline constexpr std::size_t superblock_size = 4 * block_size;

/// The four probes of a plan over one haystack: `at[k][i]` must be `want[k]` for a match at i.
struct probe_streams {
  const std::uint8_t* at[4];
  std::uint8_t want[4];

  HWY_INLINE probe_streams(const std::uint8_t* haystack, const std::uint8_t* needle, const std::size_t* offsets) {
    for (std::size_t k = 0; k < 4; ++k) {
      at[k] = haystack + offsets[k];
      want[k] = needle[offsets[k]];
    }
  }
};

template <class Tag>
HWY_INLINE std::uint64_t zero_lanes(Tag tag, hn::Vec<Tag> v) {
  std::uint64_t bits = 0;
  hn::StoreMaskBits(tag, hn::Eq(v, hn::Zero(tag)), reinterpret_cast<std::uint8_t*>(&bits));
  return bits;
}

/// Bit k: all four probes agree at position i + k, for as many positions as the tag has lanes.
template <class Tag>
HWY_INLINE std::uint64_t vector_hits(Tag tag, const probe_streams& probes, std::size_t i) {
  auto differ = hn::Xor(hn::LoadU(tag, probes.at[0] + i), hn::Set(tag, probes.want[0]));
  differ = hn::Or(differ, hn::Xor(hn::LoadU(tag, probes.at[1] + i), hn::Set(tag, probes.want[1])));
  differ = hn::Or(differ, hn::Xor(hn::LoadU(tag, probes.at[2] + i), hn::Set(tag, probes.want[2])));
  differ = hn::Or(differ, hn::Xor(hn::LoadU(tag, probes.at[3] + i), hn::Set(tag, probes.want[3])));
  return zero_lanes(tag, differ);
}

HWY_INLINE std::uint64_t block_hits(const probe_streams& probes, std::size_t i) {
  std::uint64_t bits = 0;
  for (std::size_t k = 0; k < block_size; k += lane_count) bits |= vector_hits(lanes_tag(), probes, i + k) << k;
  return bits;
}

/// Two vectors that overlap, for a number of positions between one vector and two.
template <std::size_t kLanes>
HWY_INLINE std::uint64_t overlapping_hits(const probe_streams& probes, std::size_t i, std::size_t count) {
  const hn::CappedTag<std::uint8_t, kLanes> tag;
  return vector_hits(tag, probes, i) | vector_hits(tag, probes, i + count - kLanes) << (count - kLanes);
}

/// The same for 1 to 63 positions, reading not one byte more.
HWY_INLINE std::uint64_t few_hits(const probe_streams& probes, std::size_t i, std::size_t count) {
#if HWY_TARGET == HWY_AVX3
  const hn::ScalableTag<std::uint8_t> tag;  // masked loads do not touch what they leave out
  const auto wanted = hn::FirstN(tag, count);
  auto differ = hn::Xor(hn::MaskedLoad(wanted, tag, probes.at[0] + i), hn::Set(tag, probes.want[0]));
  differ = hn::Or(differ, hn::Xor(hn::MaskedLoad(wanted, tag, probes.at[1] + i), hn::Set(tag, probes.want[1])));
  differ = hn::Or(differ, hn::Xor(hn::MaskedLoad(wanted, tag, probes.at[2] + i), hn::Set(tag, probes.want[2])));
  differ = hn::Or(differ, hn::Xor(hn::MaskedLoad(wanted, tag, probes.at[3] + i), hn::Set(tag, probes.want[3])));
  return zero_lanes(tag, differ) & ((std::uint64_t{1} << count) - 1);
#else
  if (count >= 32) {
    if constexpr (lane_count >= 32) return overlapping_hits<32>(probes, i, count);
    return overlapping_hits<16>(probes, i, 32) | overlapping_hits<16>(probes, i + count - 32, 32) << (count - 32);
  }
  if (count >= 16) return overlapping_hits<16>(probes, i, count);
  if (count >= 8) return overlapping_hits<8>(probes, i, count);
  if (count >= 4) return overlapping_hits<4>(probes, i, count);
  std::uint64_t bits = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const bool hit = probes.at[0][i + k] == probes.want[0] && probes.at[1][i + k] == probes.want[1] &&
                     probes.at[2][i + k] == probes.want[2] && probes.at[3][i + k] == probes.want[3];
    bits |= std::uint64_t{hit} << k;
  }
  return bits;
#endif
}

template <class Word>
HWY_INLINE Word word_at(const std::uint8_t* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// How many leading bytes agree.
HWY_INLINE std::size_t agreeing(const std::uint8_t* a, const std::uint8_t* b, std::size_t size) {
  const lanes_tag tag;
#if HWY_TARGET == HWY_AVX3
  if (size <= lane_count) {
    const auto wanted = hn::FirstN(tag, size);
    const std::uint64_t differ =
        zero_lanes(tag, hn::Xor(hn::MaskedLoad(wanted, tag, a), hn::MaskedLoad(wanted, tag, b)));
    return differ == ~std::uint64_t{0} ? size : static_cast<std::size_t>(__builtin_ctzll(~differ));
  }
#endif
  std::size_t done = 0;
  for (; size - done >= lane_count; done += lane_count) {
    const auto differ = hn::Ne(hn::LoadU(tag, a + done), hn::LoadU(tag, b + done));
    const std::intptr_t first = hn::FindFirstTrue(tag, differ);
    if (first >= 0) return done + static_cast<std::size_t>(first);
  }
  for (; size - done >= 8; done += 8) {
    const std::uint64_t differ = word_at<std::uint64_t>(a + done) ^ word_at<std::uint64_t>(b + done);
    if (differ != 0) return done + static_cast<std::size_t>(__builtin_ctzll(differ)) / 8;
  }
  while (done < size && a[done] == b[done]) ++done;
  return done;
}

/// Adds 1 to the lanes that hold the value.
template <class Tag>
HWY_INLINE hn::Vec<Tag> count_lanes(Tag tag, hn::Vec<Tag> counts, const std::uint8_t* at, hn::Vec<Tag> value) {
#if HWY_TARGET == HWY_AVX3
  return hn::Add(counts, hn::IfThenElseZero(hn::Eq(hn::LoadU(tag, at), value), hn::Set(tag, std::uint8_t{1})));
#else
  return hn::Sub(counts, hn::VecFromMask(tag, hn::Eq(hn::LoadU(tag, at), value)));  // a true lane is -1
#endif
}

HWY_INLINE std::size_t count_byte(const std::uint8_t* at, std::size_t size, std::uint8_t value) {
  const hn::ScalableTag<std::uint8_t> tag;
  const hn::Repartition<std::uint64_t, decltype(tag)> sums_tag;
  constexpr std::size_t lanes_each = hn::MaxLanes(tag);
  const auto want = hn::Set(tag, value);
  auto sums = hn::Zero(sums_tag);
  std::size_t i = 0;
  while (size - i >= 4 * lanes_each) {
    // A lane of a byte counter holds 255 at most.
    std::size_t rounds = (size - i) / (4 * lanes_each);
    if (rounds > 255) rounds = 255;
    auto count0 = hn::Zero(tag);
    auto count1 = hn::Zero(tag);
    auto count2 = hn::Zero(tag);
    auto count3 = hn::Zero(tag);
    for (; rounds != 0; --rounds, i += 4 * lanes_each) {
      count0 = count_lanes(tag, count0, at + i, want);
      count1 = count_lanes(tag, count1, at + i + lanes_each, want);
      count2 = count_lanes(tag, count2, at + i + 2 * lanes_each, want);
      count3 = count_lanes(tag, count3, at + i + 3 * lanes_each, want);
    }
    sums = hn::Add(sums, hn::Add(hn::Add(hn::SumsOf8(count0), hn::SumsOf8(count1)),
                                 hn::Add(hn::SumsOf8(count2), hn::SumsOf8(count3))));
  }
  std::size_t total = hn::GetLane(hn::SumOfLanes(sums_tag, sums));
  for (; size - i >= lane_count; i += lane_count) {
    total += hn::CountTrue(lanes_tag(), hn::Eq(hn::LoadU(lanes_tag(), at + i), hn::Set(lanes_tag(), value)));
  }
  for (; i < size; ++i) total += at[i] == value ? 1U : 0U;
  return total;
}

}  // namespace memosaic::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
