// SPDX-License-Identifier: Apache-2.0
#include "bytes/simd_targets.hpp"
#include "image/record_kernels.hpp"

#include <cstdint>
#include <string_view>

#include "memosaic/bytes/endian.hpp"

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

HWY_INLINE void encode_vector(hn::Vec<byte_tag> value, char* text) {
  const byte_tag tag;
  const auto digits = hn::Load(hn::Full128<lane>(), lanes_at(upper_digits));  // all 16, also for vectors of 8 bytes
  const auto high = hn::TableLookupBytes(digits, hn::ShiftRight<4>(value));
  const auto low = hn::TableLookupBytes(digits, hn::And(value, hn::Set(tag, 0xF)));
  hn::StoreInterleaved2(high, low, tag, lanes_at(text));
}

std::uint32_t encode(const std::byte* bytes, std::size_t size, char* text) noexcept {
  const byte_tag tag;
  auto sums = hn::Zero(hn::Repartition<std::uint64_t, byte_tag>());
  std::size_t at = 0;
  for (; size - at >= hn::Lanes(tag); at += hn::Lanes(tag)) {
    const auto value = hn::LoadU(tag, lanes_at(bytes + at));
    encode_vector(value, text + 2 * at);
    sums = hn::Add(sums, hn::SumsOf8(value));
  }
  return total(sums) + scalar_record_kernels.encode(bytes + at, size - at, text + 2 * at);
}

// A header as its bytes stand in a record, in the first lanes of a vector; zero behind it.
HWY_INLINE hn::Vec<byte_tag> header_bytes(std::uint64_t header, std::size_t size) {
  const hn::Repartition<std::uint64_t, byte_tag> tag;
  const auto high_first = byte_swapped(header << (64 - 8 * size));
  return hn::BitCast(byte_tag(), hn::IfThenElseZero(hn::FirstN(tag, 1), hn::Set(tag, high_first)));
}

// And back.
HWY_INLINE std::uint64_t header_in(hn::Vec<byte_tag> bytes, std::size_t size) {
  const hn::Repartition<std::uint64_t, byte_tag> tag;
  return byte_swapped(hn::GetLane(hn::BitCast(tag, bytes))) >> (64 - 8 * size);
}

// One or two characters, kept where no store of text can change them.
struct short_text {
  explicit short_text(std::string_view text) : first(text.front()), last(text.back()), size(text.size()) {}

  HWY_INLINE bool stands_at(const char* text) const { return text[0] == first && text[size - 1] == last; }
  HWY_INLINE char* put(char* text) const {
    text[0] = first;
    text[size - 1] = last;
    return text + size;
  }

  char first;
  char last;
  std::size_t size;
};

std::size_t decode_run(const record_shape& like, const char* text, std::size_t size, std::size_t most,
                       std::byte* bytes) noexcept {
  const record_shape shape = like;  // nothing that is stored can change it
  const short_text lead(shape.lead);
  const short_text end(shape.end);
  const byte_tag tag;
  const text_tag characters;
  const std::size_t lanes = hn::Lanes(tag);
  const std::size_t stride = shape.stride();
  const std::size_t whole = (shape.data + 1) / lanes * lanes;  // of the data and the byte behind it
  const auto header_lanes = hn::FirstN(tag, shape.header);
  const auto not_header = hn::Not(hn::FirstN(characters, 2 * shape.header));
  const auto rest_lanes = hn::FirstN(tag, shape.data + 1 - whole);
  const auto not_rest = hn::Not(hn::FirstN(characters, 2 * (shape.data + 1 - whole)));
  // Vectors are loaded beyond a record: the last ones are left to others.
  const std::size_t fitting = size < 2 * run_slack ? 0 : (size - 2 * run_slack) / stride;
  if (most > fitting) most = fitting;
  std::uint64_t number = shape.first;
  for (std::size_t done = 0; done < most; ++done, number += shape.step) {
    const char* digits = text + shape.lead.size();
    const auto header = decode_vector(digits);
    digits += 2 * shape.header;
    auto valid = hn::Or(header.valid, not_header);
    auto sums = hn::SumsOf8(hn::IfThenElseZero(header_lanes, header.bytes));
    for (std::size_t at = 0; at < whole; at += lanes) {
      const auto part = decode_vector(digits + 2 * at);
      hn::StoreU(part.bytes, tag, lanes_at(bytes + at));
      valid = hn::And(valid, part.valid);
      sums = hn::Add(sums, hn::SumsOf8(part.bytes));
    }
    const auto rest = decode_vector(digits + 2 * whole);
    hn::StoreU(rest.bytes, tag, lanes_at(bytes + whole));
    valid = hn::And(valid, hn::Or(rest.valid, not_rest));
    sums = hn::Add(sums, hn::SumsOf8(hn::IfThenElseZero(rest_lanes, rest.bytes)));
    if (!hn::AllTrue(characters, valid) || header_in(header.bytes, shape.header) != number ||
        static_cast<std::uint8_t>(total(sums)) != shape.sum || !lead.stands_at(text) ||
        !end.stands_at(text + stride - end.size)) {
      return done;
    }
    text += stride;
    bytes += shape.data;
  }
  return most;
}

void encode_run(const record_shape& like, const std::byte* bytes, std::size_t count, char* text) noexcept {
  const record_shape shape = like;  // nothing that is stored can change it
  const short_text lead(shape.lead);
  const short_text end(shape.end);
  const byte_tag tag;
  const std::size_t lanes = hn::Lanes(tag);
  const std::size_t whole = shape.data / lanes * lanes;
  const auto rest_lanes = hn::FirstN(tag, shape.data - whole);
  std::size_t left = count * shape.data;
  std::uint64_t number = shape.first;
  // Whole vectors are loaded, also where the data of the next record lie; of the last records, none do.
  for (; count > 0 && left >= whole + lanes; --count, left -= shape.data, number += shape.step) {
    text = lead.put(text);
    const auto header = header_bytes(number, shape.header);
    auto sums = hn::SumsOf8(header);
    encode_vector(header, text);
    text += 2 * shape.header;
    for (std::size_t at = 0; at < whole; at += lanes) {
      const auto part = hn::LoadU(tag, lanes_at(bytes + at));
      sums = hn::Add(sums, hn::SumsOf8(part));
      encode_vector(part, text + 2 * at);
    }
    if (whole != shape.data) {
      const auto rest = hn::IfThenElseZero(rest_lanes, hn::LoadU(tag, lanes_at(bytes + whole)));
      sums = hn::Add(sums, hn::SumsOf8(rest));
      encode_vector(rest, text + 2 * whole);
    }
    text += 2 * shape.data;
    bytes += shape.data;
    const auto last = static_cast<std::uint8_t>(shape.sum - total(sums));
    text[0] = upper_digits[last >> 4];
    text[1] = upper_digits[last & 0xF];
    text = end.put(text + 2);
  }
  record_shape last = shape;
  last.first = number;
  scalar_record_kernels.encode_run(last, bytes, count, text);
}

}  // namespace

const record_kernels& record_table() noexcept {
  static constexpr record_kernels table = {decode, encode, decode_run, encode_run};
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
