// SPDX-License-Identifier: Apache-2.0
// The vector kernels, written once with Highway and compiled for each instruction set that a known level stands for.

#include <cstring>

#include "bytes/search_kernels.hpp"
#include "bytes/simd_targets.hpp"
#include "bytes/stride_scan.hpp"
#include "bytes/two_way.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bytes/search_kernels_simd.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_NEON

#include "bytes/search_simd_scan.hpp"
#include "bytes/search_simd_words.hpp"

HWY_BEFORE_NAMESPACE();
namespace memosaic::detail::HWY_NAMESPACE {

#if HWY_TARGET == HWY_AVX3
// From here on 64-byte vectors beat memchr of glibc 2.36, which uses 32-byte ones: 1.3 times at 1 MiB.
inline constexpr std::size_t wide_from = 4096;
#endif

// Short runs belong to the C library, and so do long ones where its vectors are as wide as ours.
std::size_t find_byte(const std::byte* haystack, std::size_t size, std::byte value) noexcept {
#if HWY_TARGET == HWY_AVX3
  if (size >= wide_from) {
    return find_word<std::uint8_t, false>(reinterpret_cast<const std::uint8_t*>(haystack), size,
                                          std::to_integer<std::uint8_t>(value));
  }
#endif
  const void* const at = size == 0 ? nullptr : std::memchr(haystack, std::to_integer<int>(value), size);
  return at == nullptr ? npos : static_cast<std::size_t>(static_cast<const std::byte*>(at) - haystack);
}

std::size_t rfind_byte(const std::byte* haystack, std::size_t size, std::byte value) noexcept {
#if HWY_TARGET == HWY_AVX3
  if (size >= wide_from) {
    return find_word<std::uint8_t, true>(reinterpret_cast<const std::uint8_t*>(haystack), size,
                                         std::to_integer<std::uint8_t>(value));
  }
#endif
  const void* const at = size == 0 ? nullptr : ::memrchr(haystack, std::to_integer<int>(value), size);
  return at == nullptr ? npos : static_cast<std::size_t>(static_cast<const std::byte*>(at) - haystack);
}

std::size_t count_byte_kernel(const std::byte* haystack, std::size_t size, std::byte value) noexcept {
  return count_byte(reinterpret_cast<const std::uint8_t*>(haystack), size, std::to_integer<std::uint8_t>(value));
}

/// Which positions of up to 64 bytes may hold the needle: bit k for position k.
HWY_INLINE std::uint64_t short_candidates(const std::uint8_t* haystack, std::size_t size, const std::uint8_t* needle,
                                          std::size_t needle_size) {
  const std::size_t last = needle_size - 1;
#if HWY_TARGET == HWY_AVX3
  // One load for both ends of the needle: their hits are brought together as bits.
  const lanes_tag tag;
  const lanes all = hn::MaskedLoad(hn::FirstN(tag, size), tag, haystack);
  const std::uint64_t at_last =
      zero_lanes(tag, hn::Xor(all, hn::Set(tag, needle[last]))) & (~std::uint64_t{0} >> (64 - size));
  return at_last >> last & zero_lanes(tag, hn::Xor(all, hn::Set(tag, needle[0])));
#else
  const std::size_t offsets[4] = {0, last, needle_size / 2, needle_size > 3 ? std::size_t{1} : 0};
  return few_hits(probe_streams(haystack, needle, offsets), 0, size - last);
#endif
}

/// Up to 64 bytes: one look at every position, nothing prepared.
template <bool backward>
HWY_INLINE std::size_t find_short(const std::uint8_t* haystack, std::size_t size, const std::uint8_t* needle,
                                  std::size_t needle_size) {
  for (std::uint64_t bits = short_candidates(haystack, size, needle, needle_size); bits != 0;) {
    const auto bit = static_cast<std::size_t>(backward ? 63 - __builtin_clzll(bits) : __builtin_ctzll(bits));
    if (agreeing(haystack + bit, needle, needle_size) == needle_size) return bit;
    bits &= ~(std::uint64_t{1} << bit);
  }
  return npos;
}

template <bool backward>
HWY_NOINLINE std::size_t find_long(const std::byte* haystack, std::size_t size, const std::byte* needle,
                                   std::size_t needle_size) noexcept {
  search_plan plan = plan_search(needle, needle_size);
  const std::size_t at = next<backward>(plan, haystack, size, 0);
  return backward && at != npos ? size - needle_size - at : at;
}

template <bool backward>
std::size_t find(const std::byte* haystack, std::size_t size, const std::byte* needle,
                 std::size_t needle_size) noexcept {
  if (size > block_size) return find_long<backward>(haystack, size, needle, needle_size);
  return find_short<backward>(reinterpret_cast<const std::uint8_t*>(haystack), size,
                              reinterpret_cast<const std::uint8_t*>(needle), needle_size);
}

constexpr search_kernels kernels = {
    .find_byte = find_byte,
    .rfind_byte = rfind_byte,
    .count_byte = count_byte_kernel,
    .find = find<false>,
    .rfind = find<true>,
    .next = next<false>,
    .next_back = next<true>,
    .next_aligned = next_aligned<false>,
    .next_aligned_back = next_aligned<true>,
};

}  // namespace memosaic::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // a target with a level

#if HWY_ONCE

namespace memosaic::detail {

const search_kernels& search_kernels_for(simd_level level) noexcept {
  switch (level) {
    case simd_level::scalar:
      break;
#if HWY_TARGETS & HWY_NEON
    case simd_level::neon:
      return N_NEON::kernels;
#endif
#if HWY_TARGETS & HWY_AVX2
    case simd_level::avx2:
      return N_AVX2::kernels;
#elif HWY_TARGETS & HWY_AVX3
    case simd_level::avx2:
      return N_AVX3::kernels;  // the whole library was compiled for AVX-512
#endif
#if HWY_TARGETS & HWY_AVX3
    case simd_level::avx512:
      return N_AVX3::kernels;
#endif
    default:
      break;
  }
  return scalar_search_kernels;
}

}  // namespace memosaic::detail

#endif  // HWY_ONCE
