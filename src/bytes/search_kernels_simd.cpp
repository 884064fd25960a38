// SPDX-License-Identifier: Apache-2.0
// The vector kernels, written once with Highway and compiled for each instruction set that a known level stands for.

#define HWY_DISABLED_TARGETS \
  (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_PPC8 | HWY_RVV)

#include <cstring>

#include "bytes/search_kernels.hpp"
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

// One byte is found at the speed of memory by the C library already.
std::size_t find_byte_libc(const std::byte* haystack, std::size_t size, std::byte value) noexcept {
  const void* const at = size == 0 ? nullptr : std::memchr(haystack, std::to_integer<int>(value), size);
  return at == nullptr ? npos : static_cast<std::size_t>(static_cast<const std::byte*>(at) - haystack);
}

std::size_t rfind_byte_libc(const std::byte* haystack, std::size_t size, std::byte value) noexcept {
  const void* const at = size == 0 ? nullptr : ::memrchr(haystack, std::to_integer<int>(value), size);
  return at == nullptr ? npos : static_cast<std::size_t>(static_cast<const std::byte*>(at) - haystack);
}

std::size_t count_byte_kernel(const std::byte* haystack, std::size_t size, std::byte value) noexcept {
  return count_byte(reinterpret_cast<const std::uint8_t*>(haystack), size, std::to_integer<std::uint8_t>(value));
}

/// Up to 64 bytes: one look at every position, nothing prepared.
template <bool backward>
HWY_INLINE std::size_t find_short(const std::uint8_t* haystack, std::size_t size, const std::uint8_t* needle,
                                  std::size_t needle_size) {
  const std::size_t last = needle_size - 1;
  const std::size_t offsets[4] = {0, last, needle_size / 2, needle_size > 3 ? std::size_t{1} : 0};
  const probe_streams probes(haystack, needle, offsets);
  for (std::uint64_t bits = few_hits(probes, 0, size - last); bits != 0;) {
    const auto bit = static_cast<std::size_t>(backward ? 63 - __builtin_clzll(bits) : __builtin_ctzll(bits));
    if (needle_size <= 4 || agreeing(haystack + bit, needle, needle_size) == needle_size) return bit;
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
    .find_byte = find_byte_libc,
    .rfind_byte = rfind_byte_libc,
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
