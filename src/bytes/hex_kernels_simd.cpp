// SPDX-License-Identifier: Apache-2.0
#include "bytes/hex_kernels.hpp"
#include "bytes/simd_targets.hpp"

#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bytes/hex_kernels_simd.cpp"
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

void encode(const std::byte* bytes, std::size_t size, char* text, bool upper) noexcept {
  const wide d;
  alignas(16) static constexpr char lower_digits[] = "0123456789abcdef";
  alignas(16) static constexpr char upper_digits[] = "0123456789ABCDEF";
  const vector digits = hn::LoadDup128(d, reinterpret_cast<const lane*>(upper ? upper_digits : lower_digits));
  const vector low_half = hn::Set(d, 0xf);
  std::size_t at = 0;
  for (; size - at >= width; at += width) {
    const vector value = hn::LoadU(d, reinterpret_cast<const lane*>(bytes + at));
    const vector high = hn::TableLookupBytes(digits, hn::ShiftRight<4>(value));
    const vector low = hn::TableLookupBytes(digits, hn::And(value, low_half));
    hn::StoreInterleaved2(high, low, d, reinterpret_cast<lane*>(text + 2 * at));
  }
  scalar_hex_kernels.encode(bytes + at, size - at, text + 2 * at, upper);
}

struct digits {
  vector values;
  hn::Mask<wide> valid;
};

HWY_INLINE digits digits_of(vector text) {
  const wide d;
  // Both subtractions wrap, so that one comparison tells a whole range.
  const vector decimal = hn::Sub(text, hn::Set(d, '0'));
  const vector letter = hn::Sub(hn::Or(text, hn::Set(d, 0x20)), hn::Set(d, 'a'));
  const auto is_decimal = hn::Eq(hn::Min(decimal, hn::Set(d, 9)), decimal);
  const auto is_letter = hn::Eq(hn::Min(letter, hn::Set(d, 5)), letter);
  return {hn::IfThenElse(is_decimal, decimal, hn::Add(letter, hn::Set(d, 10))), hn::Or(is_decimal, is_letter)};
}

std::size_t decode(const char* text, std::size_t pairs, std::byte* bytes) noexcept {
  const wide d;
  std::size_t at = 0;
  for (; pairs - at >= width; at += width) {
    vector first;
    vector second;
    hn::LoadInterleaved2(d, reinterpret_cast<const lane*>(text + 2 * at), first, second);
    const digits high = digits_of(first);
    const digits low = digits_of(second);
    if (!hn::AllTrue(d, hn::And(high.valid, low.valid))) break;
    hn::StoreU(hn::Or(hn::ShiftLeft<4>(high.values), low.values), d, reinterpret_cast<lane*>(bytes + at));
  }
  return at + scalar_hex_kernels.decode(text + 2 * at, pairs - at, bytes + at);
}

}  // namespace

const hex_kernels& hex_table() noexcept {
  static constexpr hex_kernels table = {encode, decode};
  return table;
}

}  // namespace memosaic::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

#if HWY_ONCE
namespace memosaic {

const hex_kernels& hex_kernels_for(simd_level level) noexcept {
  switch (level) {
#if HWY_TARGETS & HWY_AVX2
    case simd_level::avx2:
      return N_AVX2::hex_table();
#endif
#if HWY_TARGETS & HWY_AVX3
    case simd_level::avx512:
      return N_AVX3::hex_table();
#endif
#if HWY_TARGETS & HWY_NEON
    case simd_level::neon:
      return N_NEON::hex_table();
#endif
    default:
      return scalar_hex_kernels;
  }
}

}  // namespace memosaic
#endif
