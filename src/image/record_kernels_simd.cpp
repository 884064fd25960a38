// SPDX-License-Identifier: Apache-2.0
#include "bytes/simd_targets.hpp"
#include "image/record_kernels.hpp"

#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "image/record_kernels_simd.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_NEON

HWY_BEFORE_NAMESPACE();
namespace memosaic::image_core::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using lane = std::uint8_t;
using text_tag = hn::CappedTag<lane, 32>;  // characters: the lines of firmware files hold few
using pair_tag = hn::Repartition<std::uint16_t, text_tag>;
using byte_tag = hn::Rebind<lane, pair_tag>;  // what they stand for

alignas(16) constexpr char upper_digits[] = "0123456789ABCDEF";

HWY_INLINE const lane* lanes_at(const std::byte* at) { return reinterpret_cast<const lane*>(at); }
HWY_INLINE lane* lanes_at(std::byte* at) { return reinterpret_cast<lane*>(at); }
HWY_INLINE const lane* lanes_at(const char* at) { return reinterpret_cast<const lane*>(at); }
HWY_INLINE lane* lanes_at(char* at) { return reinterpret_cast<lane*>(at); }

struct decoded {
  hn::Vec<byte_tag> bytes;
  hn::Mask<text_tag> valid;  ///< of the characters
};

HWY_INLINE decoded decode_vector(const char* at) {
  const text_tag tag;
  const pair_tag pairs;
  const auto text = hn::LoadU(tag, lanes_at(at));
  // Both subtractions wrap, so that one comparison tells a whole range.
  const auto decimal = hn::Sub(text, hn::Set(tag, '0'));
  const auto letter = hn::Sub(hn::Or(text, hn::Set(tag, 0x20)), hn::Set(tag, 'a'));
  const auto is_decimal = hn::Eq(hn::Min(decimal, hn::Set(tag, 9)), decimal);
  const auto is_letter = hn::Eq(hn::Min(letter, hn::Set(tag, 5)), letter);
  const auto values = hn::BitCast(pairs, hn::IfThenElse(is_decimal, decimal, hn::Add(letter, hn::Set(tag, 10))));
  // The first digit of a pair lies in the low half of its lane.
  const auto joined = hn::Or(hn::ShiftLeft<4>(values), hn::ShiftRight<8>(values));
  return {hn::TruncateTo(byte_tag(), joined), hn::Or(is_decimal, is_letter)};
}

HWY_INLINE std::uint32_t total(hn::Vec<hn::Repartition<std::uint64_t, byte_tag>> sums) {
  const hn::Repartition<std::uint64_t, byte_tag> tag;
  return static_cast<std::uint32_t>(hn::GetLane(hn::SumOfLanes(tag, sums)));
}

std::size_t decode(const char* text, std::size_t pairs, std::byte* bytes, std::uint32_t& sum) noexcept {
  const byte_tag tag;
  auto sums = hn::Zero(hn::Repartition<std::uint64_t, byte_tag>());
  std::size_t at = 0;
  for (; pairs - at >= hn::Lanes(tag); at += hn::Lanes(tag)) {
    const auto part = decode_vector(text + 2 * at);
    if (!hn::AllTrue(text_tag(), part.valid)) break;
    hn::StoreU(part.bytes, tag, lanes_at(bytes + at));
    sums = hn::Add(sums, hn::SumsOf8(part.bytes));
  }
  sum += total(sums);
  return at + scalar_record_kernels.decode(text + 2 * at, pairs - at, bytes + at, sum);
}

std::uint32_t encode(const std::byte* bytes, std::size_t size, char* text) noexcept {
  const byte_tag tag;
  const auto digits = hn::LoadDup128(hn::Full128<lane>(), lanes_at(upper_digits));
  auto sums = hn::Zero(hn::Repartition<std::uint64_t, byte_tag>());
  std::size_t at = 0;
  for (; size - at >= hn::Lanes(tag); at += hn::Lanes(tag)) {
    const auto value = hn::LoadU(tag, lanes_at(bytes + at));
    const auto high = hn::TableLookupBytes(digits, hn::ShiftRight<4>(value));
    const auto low = hn::TableLookupBytes(digits, hn::And(value, hn::Set(tag, 0xF)));
    hn::StoreInterleaved2(high, low, tag, lanes_at(text + 2 * at));
    sums = hn::Add(sums, hn::SumsOf8(value));
  }
  return total(sums) + scalar_record_kernels.encode(bytes + at, size - at, text + 2 * at);
}

}  // namespace

const record_kernels& record_table() noexcept {
  static constexpr record_kernels table = {decode, encode};
  return table;
}

}  // namespace memosaic::image_core::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

#if HWY_ONCE
namespace memosaic::image_core {

const record_kernels& record_kernels_for(simd_level level) noexcept {
  switch (level) {
#if HWY_TARGETS & HWY_AVX2
    case simd_level::avx2:
      return N_AVX2::record_table();
#endif
#if HWY_TARGETS & HWY_AVX3
    case simd_level::avx512:
      return N_AVX3::record_table();
#endif
#if HWY_TARGETS & HWY_NEON
    case simd_level::neon:
      return N_NEON::record_table();
#endif
    default:
      return scalar_record_kernels;
  }
}

}  // namespace memosaic::image_core
#endif
