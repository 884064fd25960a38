// SPDX-License-Identifier: Apache-2.0
#include "bytes/compare_kernels.hpp"
#include "bytes/simd_targets.hpp"

#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bytes/compare_kernels_simd.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_NEON

HWY_BEFORE_NAMESPACE();
namespace memosaic::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using lane = std::uint8_t;
using wide = hn::ScalableTag<lane>;
using vector = hn::Vec<wide>;
constexpr std::size_t width = HWY_LANES(lane);
constexpr std::uint64_t all_lanes = ~std::uint64_t{0} >> (64 - width);
constexpr std::uint64_t low_seven_bits = 0x7f7f7f7f7f7f7f7f;

HWY_INLINE vector load(const std::byte* at) { return hn::LoadU(wide(), reinterpret_cast<const lane*>(at)); }

// Nothing in the bytes that are the same: what both conditions are told from.
HWY_INLINE vector unlike(const std::byte* a, const std::byte* b) { return hn::Xor(load(a), load(b)); }

HWY_INLINE std::uint64_t bits_of(hn::Mask<wide> mask) {
  alignas(8) lane bytes[8] = {};
  hn::StoreMaskBits(wide(), mask, bytes);
  std::uint64_t bits = 0;
  std::memcpy(&bits, bytes, sizeof(bits));
  return bits;
}

template <typename Word>
HWY_INLINE std::uint64_t load_word(const std::byte* at) {
  Word word = 0;
  std::memcpy(&word, at, sizeof(word));
  return word;
}

// A condition tells, for a vector of a ^ b, which lanes fulfil it; for several, whether any lane does.
struct differing {
  static HWY_INLINE vector merge(vector a, vector b) { return hn::Or(a, b); }
  static HWY_INLINE bool any(vector x) { return !hn::AllTrue(wide(), hn::Eq(x, hn::Zero(wide()))); }
  static HWY_INLINE std::uint64_t lanes(vector x) { return bits_of(hn::Eq(x, hn::Zero(wide()))) ^ all_lanes; }
  static HWY_INLINE std::uint64_t mark(std::uint64_t x) { return x; }
};

struct same {
  static HWY_INLINE vector merge(vector a, vector b) { return hn::Min(a, b); }
  static HWY_INLINE bool any(vector x) { return !hn::AllFalse(wide(), hn::Eq(x, hn::Zero(wide()))); }
  static HWY_INLINE std::uint64_t lanes(vector x) { return bits_of(hn::Eq(x, hn::Zero(wide()))); }
  static HWY_INLINE std::uint64_t mark(std::uint64_t x) {
    return ~(((x & low_seven_bits) + low_seven_bits) | x | low_seven_bits);
  }
};

HWY_INLINE std::size_t lowest(std::uint64_t bits) { return static_cast<std::size_t>(__builtin_ctzll(bits)); }

// One past the highest set bit.
HWY_INLINE std::size_t above_highest(std::uint64_t bits) {
  return 64 - static_cast<std::size_t>(__builtin_clzll(bits));
}

// The runs that short_lanes takes.
constexpr std::size_t longest_short = HWY_TARGET == HWY_AVX3 ? width : width - 1;

// Runs of at most about a vector: the lanes that fulfil the condition as bits. AVX-512 masks the load; the others cover
// the run with two overlapping words or half vectors, so that nothing outside it is read.
template <typename Condition>
HWY_INLINE std::uint64_t short_lanes(const std::byte* a, const std::byte* b, std::size_t size) {
#if HWY_TARGET == HWY_AVX3
  const auto inside = hn::FirstN(wide(), size);
  const auto x = hn::Xor(hn::MaskedLoad(inside, wide(), reinterpret_cast<const lane*>(a)),
                         hn::MaskedLoad(inside, wide(), reinterpret_cast<const lane*>(b)));
  return Condition::lanes(x) & bits_of(inside);
#else
  const auto word_lanes = [](std::uint64_t x) HWY_ATTR {
    // One bit per byte: the marks are gathered by a multiplication that moves the top bit of byte i to bit 56 + i.
    const std::uint64_t marks = Condition::mark(x);
    const std::uint64_t tops = (((marks & low_seven_bits) + low_seven_bits) | marks) & ~low_seven_bits;
    return ((tops >> 7) * std::uint64_t{0x0102040810204080}) >> 56;
  };
#if HWY_TARGET == HWY_AVX2
  if (size >= 16) {
    const hn::Full128<lane> half;
    const auto half_lanes = [&](std::size_t at) HWY_ATTR {
      const auto x = hn::Xor(hn::LoadU(half, reinterpret_cast<const lane*>(a + at)),
                             hn::LoadU(half, reinterpret_cast<const lane*>(b + at)));
      return Condition::lanes(hn::ZeroExtendVector(wide(), x)) & 0xffff;
    };
    return half_lanes(0) | half_lanes(size - 16) << (size - 16);
  }
#endif
  if (size >= 8) {
    const auto lanes_at = [&](std::size_t at) HWY_ATTR {
      return word_lanes(load_word<std::uint64_t>(a + at) ^ load_word<std::uint64_t>(b + at));
    };
    return lanes_at(0) | lanes_at(size - 8) << (size - 8);
  }
  if (size >= 4) {
    const auto lanes_at = [&](std::size_t at) HWY_ATTR {
      return word_lanes(load_word<std::uint32_t>(a + at) ^ load_word<std::uint32_t>(b + at)) & 0xf;
    };
    return lanes_at(0) | lanes_at(size - 4) << (size - 4);
  }
  std::uint64_t bits = 0;
  for (std::size_t at = 0; at < size; ++at) {
    bits |= (Condition::mark(load_word<std::uint8_t>(a + at) ^ load_word<std::uint8_t>(b + at)) & 0xff) != 0
                ? std::uint64_t{1} << at
                : 0;
  }
  return bits;
#endif
}

// Four cache lines are looked at together: one branch for all of them.
constexpr std::size_t block_size = 256;

template <typename Condition, std::size_t Size>
HWY_INLINE vector merged(const std::byte* a, const std::byte* b) {
  if constexpr (Size == width) {
    return unlike(a, b);
  } else {
    constexpr std::size_t half = Size / 2;
    return Condition::merge(merged<Condition, half>(a, b), merged<Condition, half>(a + half, b + half));
  }
}

template <typename Condition>
HWY_INLINE bool any_in_block(const std::byte* a, const std::byte* b) {
  return Condition::any(merged<Condition, block_size>(a, b));
}

// Two runs of this size fill a second-level cache of today. Longer ones come from memory, whose latency the processor's
// own prefetching hides only in part: 13.9 against 9.1 GB/s for 64 MiB while other programs use the memory, no loss
// when they do not (Sapphire Rapids). Within the caches asking costs 6 percent.
constexpr std::size_t largest_cached = 1024 * 1024;
constexpr std::size_t ahead = 4096;

HWY_INLINE void prefetch_block(const std::byte* a, const std::byte* b) {
  for (std::size_t line = 0; line < block_size; line += 64) {
    __builtin_prefetch(a + line);
    __builtin_prefetch(b + line);
  }
}

template <typename Condition>
std::size_t first(const std::byte* a, const std::byte* b, std::size_t size) noexcept {
  if (size <= longest_short) {
    const std::uint64_t bits = short_lanes<Condition>(a, b, size);
    return bits != 0 ? lowest(bits) : size;
  }
  const auto first_of = [&](std::size_t at) HWY_ATTR { return Condition::lanes(unlike(a + at, b + at)); };
  if (const std::uint64_t bits = first_of(0)) return lowest(bits);
  const auto last_vector = [&]() HWY_ATTR {
    // It overlaps what has been seen, where nothing was found.
    const std::uint64_t bits = first_of(size - width);
    return bits != 0 ? size - width + lowest(bits) : size;
  };
  if (size <= 2 * width) return last_vector();

  // From here on `a` is aligned: half of the loads never cross a cache line.
  std::size_t at = width - (reinterpret_cast<std::uintptr_t>(a) & (width - 1));
  if (size > largest_cached) {
    for (; size - at >= ahead + block_size; at += block_size) {
      prefetch_block(a + at + ahead, b + at + ahead);
      if (any_in_block<Condition>(a + at, b + at)) break;
    }
  }
  while (size - at >= block_size && !any_in_block<Condition>(a + at, b + at)) at += block_size;
  for (; size - at >= width; at += width) {
    if (const std::uint64_t bits = first_of(at)) return at + lowest(bits);
  }
  return at < size ? last_vector() : size;
}

template <typename Condition>
std::size_t last(const std::byte* a, const std::byte* b, std::size_t size) noexcept {
  if (size <= longest_short) {
    const std::uint64_t bits = short_lanes<Condition>(a, b, size);
    return bits != 0 ? above_highest(bits) : 0;
  }
  const auto lanes_before = [&](std::size_t stop)
                                HWY_ATTR { return Condition::lanes(unlike(a + (stop - width), b + (stop - width))); };
  if (const std::uint64_t bits = lanes_before(size)) return size - width + above_highest(bits);
  const auto first_vector = [&]() HWY_ATTR {
    const std::uint64_t bits = lanes_before(width);
    return bits != 0 ? above_highest(bits) : 0;
  };
  if (size <= 2 * width) return first_vector();

  // From here on `a + stop` is aligned.
  const std::size_t beyond = reinterpret_cast<std::uintptr_t>(a + size) & (width - 1);
  std::size_t stop = size - (beyond == 0 ? width : beyond);
  if (size > largest_cached) {
    for (; stop >= ahead + block_size; stop -= block_size) {
      prefetch_block(a + (stop - ahead - block_size), b + (stop - ahead - block_size));
      if (any_in_block<Condition>(a + (stop - block_size), b + (stop - block_size))) break;
    }
  }
  while (stop >= block_size && !any_in_block<Condition>(a + (stop - block_size), b + (stop - block_size))) {
    stop -= block_size;
  }
  for (; stop >= width; stop -= width) {
    if (const std::uint64_t bits = lanes_before(stop)) return stop - width + above_highest(bits);
  }
  return stop > 0 ? first_vector() : 0;
}

std::uint64_t difference_bits(const std::byte* a, const std::byte* b, std::size_t size) noexcept {
  std::uint64_t bits = 0;
  std::size_t at = 0;
  for (; size - at >= width; at += width) bits |= differing::lanes(unlike(a + at, b + at)) << at;
  if (at < size) bits |= short_lanes<differing>(a + at, b + at, size - at) << at;
  return bits;
}

}  // namespace

const compare_kernels& compare_table() noexcept {
  static constexpr compare_kernels table = {first<differing>, last<differing>, first<same>, last<same>,
                                            difference_bits};
  return table;
}

}  // namespace memosaic::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

#if HWY_ONCE
namespace memosaic {

const compare_kernels& compare_kernels_for(simd_level level) noexcept {
  switch (level) {
#if HWY_TARGETS & HWY_AVX2
    case simd_level::avx2:
      return N_AVX2::compare_table();
#endif
#if HWY_TARGETS & HWY_AVX3
    case simd_level::avx512:
      return N_AVX3::compare_table();
#endif
#if HWY_TARGETS & HWY_NEON
    case simd_level::neon:
      return N_NEON::compare_table();
#endif
    default:
      return scalar_compare_kernels;
  }
}

}  // namespace memosaic
#endif
