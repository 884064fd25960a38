// SPDX-License-Identifier: Apache-2.0
#include "bytes/reverse_kernels.hpp"
#include "bytes/simd_targets.hpp"

#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bytes/reverse_kernels_simd.cpp"
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

HWY_INLINE vector load(const std::byte* at) { return hn::LoadU(wide(), reinterpret_cast<const lane*>(at)); }
HWY_INLINE void store(vector v, std::byte* at) { hn::StoreU(v, wide(), reinterpret_cast<lane*>(at)); }

// For every lane of 16, the lane that an item of `item_size` bytes takes it from.
HWY_INLINE vector order_for(std::size_t item_size) {
  alignas(16) lane order[16];
  for (std::size_t at = 0; at < 16; ++at) order[at] = static_cast<lane>(at ^ (item_size - 1));
  return hn::LoadDup128(wide(), order);
}

void reverse(std::byte* bytes, std::size_t size) noexcept {
  const vector order = order_for(16);
  const auto reversed = [&](const std::byte* at)
                            HWY_ATTR { return hn::ReverseBlocks(wide(), hn::TableLookupBytes(load(at), order)); };
  std::size_t front = 0;
  std::size_t back = size;
  for (; back - front >= 2 * width; front += width, back -= width) {
    const vector low = reversed(bytes + front);
    const vector high = reversed(bytes + (back - width));
    store(high, bytes + front);
    store(low, bytes + (back - width));
  }
  if (back - front >= width) {
    // Both vectors are read before either is written; where they overlap they write the same.
    const vector low = reversed(bytes + front);
    const vector high = reversed(bytes + (back - width));
    store(high, bytes + front);
    store(low, bytes + (back - width));
    return;
  }
  scalar_reverse_kernels.reverse(bytes + front, back - front);
}

void swap_items(std::byte* bytes, std::size_t size, std::size_t item_size) noexcept {
  const vector order = order_for(item_size);
  std::size_t at = 0;
  for (; size - at >= 2 * width; at += 2 * width) {
    const vector low = load(bytes + at);
    const vector high = load(bytes + at + width);
    store(hn::TableLookupBytes(low, order), bytes + at);
    store(hn::TableLookupBytes(high, order), bytes + at + width);
  }
  for (; size - at >= width; at += width) store(hn::TableLookupBytes(load(bytes + at), order), bytes + at);
  scalar_reverse_kernels.swap_items(bytes + at, size - at, item_size);
}

}  // namespace

const reverse_kernels& reverse_table() noexcept {
  static constexpr reverse_kernels table = {reverse, swap_items};
  return table;
}

}  // namespace memosaic::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

#if HWY_ONCE
namespace memosaic {

const reverse_kernels& reverse_kernels_for(simd_level level) noexcept {
  switch (level) {
#if HWY_TARGETS & HWY_AVX2
    case simd_level::avx2:
      return N_AVX2::reverse_table();
#endif
#if HWY_TARGETS & HWY_AVX3
    case simd_level::avx512:
      return N_AVX3::reverse_table();
#endif
#if HWY_TARGETS & HWY_NEON
    case simd_level::neon:
      return N_NEON::reverse_table();
#endif
    default:
      return scalar_reverse_kernels;
  }
}

}  // namespace memosaic
#endif
