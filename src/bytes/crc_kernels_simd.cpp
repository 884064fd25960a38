// SPDX-License-Identifier: Apache-2.0
#include "bytes/crc_kernels.hpp"
#include "bytes/processor.hpp"
#include "bytes/simd_targets.hpp"

#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bytes/crc_kernels_simd.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_NEON

HWY_BEFORE_NAMESPACE();
namespace memosaic::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using byte_lanes = hn::Full128<std::uint8_t>;
using word_lanes = hn::Full128<std::uint64_t>;
using block = hn::Vec<word_lanes>;
constexpr std::size_t block_size = 16;

HWY_INLINE hn::Vec<byte_lanes> backwards() {
  alignas(16) static constexpr std::uint8_t order[16] = {15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0};
  return hn::Load(byte_lanes(), order);
}

// How the two kinds of CRC see 16 bytes as a polynomial. Reflected: the lowest bit of the first byte is the highest
// power, and the lower lane the higher half. Forward: the bytes are turned round, so that the upper lane is.
struct reflected {
  static HWY_INLINE block load(const std::byte* at) {
    return hn::BitCast(word_lanes(), hn::LoadU(byte_lanes(), reinterpret_cast<const std::uint8_t*>(at)));
  }
  static HWY_INLINE void store(block value, std::byte* at) {
    hn::StoreU(hn::BitCast(byte_lanes(), value), byte_lanes(), reinterpret_cast<std::uint8_t*>(at));
  }
  static HWY_INLINE block lanes(std::uint64_t high, std::uint64_t low) {
    alignas(16) const std::uint64_t both[2] = {high, low};
    return hn::Load(word_lanes(), both);
  }
};

struct forward {
  static HWY_INLINE block load(const std::byte* at) {
    const auto bytes = hn::LoadU(byte_lanes(), reinterpret_cast<const std::uint8_t*>(at));
    return hn::BitCast(word_lanes(), hn::TableLookupBytes(bytes, backwards()));
  }
  static HWY_INLINE void store(block value, std::byte* at) {
    const auto bytes = hn::TableLookupBytes(hn::BitCast(byte_lanes(), value), backwards());
    hn::StoreU(bytes, byte_lanes(), reinterpret_cast<std::uint8_t*>(at));
  }
  static HWY_INLINE block lanes(std::uint64_t high, std::uint64_t low) {
    alignas(16) const std::uint64_t both[2] = {low, high};
    return hn::Load(word_lanes(), both);
  }
};

// `value` moved as many bytes on as the constants stand for, with `next` added.
HWY_INLINE block folded(block value, block constants, block next) {
  return hn::Xor(hn::Xor(hn::CLMulLower(value, constants), hn::CLMulUpper(value, constants)), next);
}

template <typename Order>
void fold(const std::byte* bytes, std::size_t size, std::uint64_t state, const crc_kernels::constants& far,
          const crc_kernels::constants& near, std::byte (&result)[16]) noexcept {
  const block over_64 = Order::lanes(far[0], far[1]);
  const block over_16 = Order::lanes(near[0], near[1]);
  block sum0 = hn::Xor(Order::load(bytes), Order::lanes(state, 0));
  block sum1 = Order::load(bytes + block_size);
  block sum2 = Order::load(bytes + 2 * block_size);
  block sum3 = Order::load(bytes + 3 * block_size);
  bytes += 4 * block_size;
  size -= 4 * block_size;
  for (; size >= 4 * block_size; bytes += 4 * block_size, size -= 4 * block_size) {
    sum0 = folded(sum0, over_64, Order::load(bytes));
    sum1 = folded(sum1, over_64, Order::load(bytes + block_size));
    sum2 = folded(sum2, over_64, Order::load(bytes + 2 * block_size));
    sum3 = folded(sum3, over_64, Order::load(bytes + 3 * block_size));
  }
  sum0 = folded(folded(folded(sum0, over_16, sum1), over_16, sum2), over_16, sum3);
  for (; size > 0; bytes += block_size, size -= block_size) sum0 = folded(sum0, over_16, Order::load(bytes));
  Order::store(sum0, result);
}

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3
std::uint64_t update_32c(std::uint64_t state, const std::byte* bytes, std::size_t size) noexcept {
  for (; size >= 8; bytes += 8, size -= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof(word));
    state = _mm_crc32_u64(state, word);
  }
  for (; size > 0; ++bytes, --size) {
    state = _mm_crc32_u8(static_cast<std::uint32_t>(state), std::to_integer<std::uint8_t>(*bytes));
  }
  return state;
}
#else
constexpr decltype(crc_kernels::update_32c) update_32c = nullptr;
#endif

}  // namespace

const crc_kernels& crc_kernel_table() noexcept {
  static constexpr crc_kernels table = {fold<reflected>, fold<forward>, update_32c};
  return table;
}

}  // namespace memosaic::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

#if HWY_ONCE
namespace memosaic {

const crc_kernels& crc_kernels_for(simd_level level) noexcept {
  static constexpr crc_kernels without_folding = {nullptr, nullptr, nullptr};
  switch (level) {
#if HWY_TARGETS & HWY_AVX2
    case simd_level::avx2:
      return N_AVX2::crc_kernel_table();
#endif
#if HWY_TARGETS & HWY_AVX3
    case simd_level::avx512:
      return N_AVX3::crc_kernel_table();
#endif
#if (HWY_TARGETS & HWY_NEON) && defined(__aarch64__)
    case simd_level::neon:
      return processor_has_pmull() ? N_NEON::crc_kernel_table() : without_folding;
#endif
    default:
      return without_folding;
  }
}

}  // namespace memosaic
#endif
