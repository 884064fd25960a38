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
using narrow = hn::Full128<lane>;  // the lines of firmware files hold 16 or 32 bytes

alignas(16) constexpr char lower_digits[] = "0123456789abcdef";
alignas(16) constexpr char upper_digits[] = "0123456789ABCDEF";

HWY_INLINE const lane* lanes_at(const std::byte* at) { return reinterpret_cast<const lane*>(at); }
HWY_INLINE lane* lanes_at(std::byte* at) { return reinterpret_cast<lane*>(at); }
HWY_INLINE const lane* lanes_at(const char* at) { return reinterpret_cast<const lane*>(at); }
HWY_INLINE lane* lanes_at(char* at) { return reinterpret_cast<lane*>(at); }

template <typename Tag>
struct digit_pairs {
  hn::Vec<Tag> high;
  hn::Vec<Tag> low;
};

template <typename Tag>
HWY_INLINE digit_pairs<Tag> digits_of(Tag tag, const std::byte* bytes, bool upper) {
  const auto digits = hn::LoadDup128(tag, lanes_at(upper ? upper_digits : lower_digits));
  const auto value = hn::LoadU(tag, lanes_at(bytes));
  return {hn::TableLookupBytes(digits, hn::ShiftRight<4>(value)),
          hn::TableLookupBytes(digits, hn::And(value, hn::Set(tag, 0xf)))};
}

// Encodes whole vectors from `at` on; gives where it stopped.
template <typename Tag>
HWY_INLINE std::size_t encode_vectors(Tag tag, const std::byte* bytes, std::size_t at, std::size_t size, char* text,
                                      bool upper) {
  for (; size - at >= hn::Lanes(tag); at += hn::Lanes(tag)) {
    const auto digits = digits_of(tag, bytes + at, upper);
    hn::StoreInterleaved2(digits.high, digits.low, tag, lanes_at(text + 2 * at));
  }
  return at;
}

void encode(const std::byte* bytes, std::size_t size, char* text, bool upper) noexcept {
  std::size_t at = encode_vectors(wide(), bytes, 0, size, text, upper);
  at = encode_vectors(narrow(), bytes, at, size, text, upper);
  scalar_hex_kernels.encode(bytes + at, size - at, text + 2 * at, upper);
}

void encode_separated(const std::byte* bytes, std::size_t size, char* text, bool upper, char separator) noexcept {
  const narrow tag;
  std::size_t at = 0;
  for (; size - at >= hn::Lanes(tag); at += hn::Lanes(tag)) {
    const auto digits = digits_of(tag, bytes + at, upper);
    hn::StoreInterleaved3(digits.high, digits.low, hn::Set(tag, static_cast<lane>(separator)), tag,
                          lanes_at(text + 3 * at));
  }
  scalar_hex_kernels.encode_separated(bytes + at, size - at, text + 3 * at, upper, separator);
}

template <typename Tag>
struct digit_values {
  hn::Vec<Tag> values;
  hn::Mask<Tag> valid;
};

template <typename Tag>
HWY_INLINE digit_values<Tag> values_of(Tag tag, hn::Vec<Tag> text) {
  // Both subtractions wrap, so that one comparison tells a whole range.
  const auto decimal = hn::Sub(text, hn::Set(tag, '0'));
  const auto letter = hn::Sub(hn::Or(text, hn::Set(tag, 0x20)), hn::Set(tag, 'a'));
  const auto is_decimal = hn::Eq(hn::Min(decimal, hn::Set(tag, 9)), decimal);
  const auto is_letter = hn::Eq(hn::Min(letter, hn::Set(tag, 5)), letter);
  return {hn::IfThenElse(is_decimal, decimal, hn::Add(letter, hn::Set(tag, 10))), hn::Or(is_decimal, is_letter)};
}

// Decodes whole vectors from pair `at` on, until one holds a character that is no digit; gives where it stopped.
template <typename Tag>
HWY_INLINE std::size_t decode_vectors(Tag tag, const char* text, std::size_t at, std::size_t pairs, std::byte* bytes) {
  for (; pairs - at >= hn::Lanes(tag); at += hn::Lanes(tag)) {
    hn::Vec<Tag> first;
    hn::Vec<Tag> second;
    hn::LoadInterleaved2(tag, lanes_at(text + 2 * at), first, second);
    const auto high = values_of(tag, first);
    const auto low = values_of(tag, second);
    if (!hn::AllTrue(tag, hn::And(high.valid, low.valid))) break;
    hn::StoreU(hn::Or(hn::ShiftLeft<4>(high.values), low.values), tag, lanes_at(bytes + at));
  }
  return at;
}

std::size_t decode(const char* text, std::size_t pairs, std::byte* bytes) noexcept {
  std::size_t at = decode_vectors(wide(), text, 0, pairs, bytes);
  at = decode_vectors(narrow(), text, at, pairs, bytes);
  return at + scalar_hex_kernels.decode(text + 2 * at, pairs - at, bytes + at);
}

std::size_t decode_separated(const char* text, std::size_t pairs, std::byte* bytes) noexcept {
  const narrow tag;
  std::size_t at = 0;
  for (; pairs - at >= hn::Lanes(tag); at += hn::Lanes(tag)) {
    hn::Vec<narrow> first;
    hn::Vec<narrow> second;
    hn::Vec<narrow> third;
    hn::LoadInterleaved3(tag, lanes_at(text + 3 * at), first, second, third);
    const auto high = values_of(tag, first);
    const auto low = values_of(tag, second);
    const auto control = hn::Sub(third, hn::Set(tag, '\t'));
    const auto is_control = hn::Eq(hn::Min(control, hn::Set(tag, '\r' - '\t')), control);
    const auto is_space = hn::Or(is_control, hn::Eq(third, hn::Set(tag, ' ')));
    if (!hn::AllTrue(tag, hn::And(is_space, hn::And(high.valid, low.valid)))) break;
    hn::StoreU(hn::Or(hn::ShiftLeft<4>(high.values), low.values), tag, lanes_at(bytes + at));
  }
  return at + scalar_hex_kernels.decode_separated(text + 3 * at, pairs - at, bytes + at);
}

}  // namespace

const hex_kernels& hex_table() noexcept {
  static constexpr hex_kernels table = {encode, encode_separated, decode, decode_separated};
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
