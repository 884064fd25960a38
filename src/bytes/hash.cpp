// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/hash.hpp"

#include <new>
#include <type_traits>

// xxHash wants its inner loops inlined through function pointers, which g++ refuses below -O1 and at -Og.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace memosaic {
namespace {

static_assert(std::is_trivially_copyable_v<XXH3_state_t> && std::is_trivially_copyable_v<hasher>,
              "copying a hasher copies the bytes of its state");

XXH3_state_t* state_in(std::byte* storage) noexcept { return std::launder(reinterpret_cast<XXH3_state_t*>(storage)); }

const XXH3_state_t* state_in(const std::byte* storage) noexcept {
  return std::launder(reinterpret_cast<const XXH3_state_t*>(storage));
}

}  // namespace

std::uint64_t xxh3_64(bytes_view bytes, std::uint64_t seed) noexcept {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

hash128 xxh3_128(bytes_view bytes, std::uint64_t seed) noexcept {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(bytes.data(), bytes.size(), seed);
  return {hash.low64, hash.high64};
}

hasher::hasher(std::uint64_t seed) noexcept {
  static_assert(sizeof(XXH3_state_t) == sizeof(state_) && alignof(XXH3_state_t) <= alignof(hasher));
  ::new (state_.data()) XXH3_state_t;
  reset(seed);
}

void hasher::reset(std::uint64_t seed) noexcept { XXH3_64bits_reset_withSeed(state_in(state_.data()), seed); }

void hasher::update(bytes_view bytes) noexcept {
  if (!bytes.empty()) XXH3_64bits_update(state_in(state_.data()), bytes.data(), bytes.size());
}

std::uint64_t hasher::value_64() const noexcept { return XXH3_64bits_digest(state_in(state_.data())); }

hash128 hasher::value_128() const noexcept {
  const XXH128_hash_t hash = XXH3_128bits_digest(state_in(state_.data()));
  return {hash.low64, hash.high64};
}

}  // namespace memosaic
