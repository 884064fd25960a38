// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/checksum.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include "memosaic/bytes/endian.hpp"

namespace memosaic {
namespace {

constexpr std::uint32_t adler_modulus = 65521;

// How many bytes or words can be added before the sum of sums leaves 32 bits, both sums being below their modulus.
constexpr std::size_t adler_run = 5552;
constexpr std::size_t fletcher16_run = 5802;
constexpr std::size_t fletcher32_run = 360;

// Adds `Block` values at once: the sum of sums is `Block * low` plus each value times its distance from the end, which
// compilers turn into vector code.
template <std::size_t Block, typename Value>
void add_block(std::uint32_t& low, std::uint32_t& high, Value value_at) noexcept {
  std::uint32_t sum = 0;
  std::uint32_t weighted = 0;
  for (std::uint32_t i = 0; i < Block; ++i) {
    const std::uint32_t value = value_at(i);
    sum += value;
    weighted += value * (static_cast<std::uint32_t>(Block) - i);
  }
  high += static_cast<std::uint32_t>(Block) * low + weighted;
  low += sum;
}

// Both sums over `size` values, reduced once per `Run` values.
template <std::size_t Run, std::size_t ValueSize, typename Value>
void add_all(std::uint32_t& low, std::uint32_t& high, std::uint32_t modulus, const std::byte* at, std::size_t size,
             Value value_at) noexcept {
  constexpr std::size_t block = 16;
  while (size > 0) {
    std::size_t run = std::min(size, Run);
    size -= run;
    for (; run >= block; run -= block, at += block * ValueSize) {
      add_block<block>(low, high, [&](std::uint32_t i) { return value_at(at + i * ValueSize); });
    }
    for (; run > 0; --run, at += ValueSize) {
      low += value_at(at);
      high += low;
    }
    low %= modulus;
    high %= modulus;
  }
}

std::uint32_t byte_at(const std::byte* at) noexcept { return std::to_integer<std::uint32_t>(*at); }

std::uint32_t word_at(const std::byte* at) noexcept { return load_unchecked<std::uint16_t>(at, std::endian::little); }

std::uint32_t sum_of(bytes_view bytes) noexcept {
  return std::transform_reduce(bytes.begin(), bytes.end(), std::uint32_t{0}, std::plus<>(),
                               [](std::byte value) { return std::to_integer<std::uint32_t>(value); });
}

}  // namespace

void adler32::update(bytes_view bytes) noexcept {
  add_all<adler_run, 1>(low_, high_, adler_modulus, bytes.data(), bytes.size(), byte_at);
}

void fletcher16::update(bytes_view bytes) noexcept {
  add_all<fletcher16_run, 1>(low_, high_, 255, bytes.data(), bytes.size(), byte_at);
}

void fletcher32::add_words(const std::byte* at, std::size_t words) noexcept {
  add_all<fletcher32_run, 2>(low_, high_, 65535, at, words, word_at);
}

void fletcher32::update(bytes_view bytes) noexcept {
  if (bytes.empty()) return;
  if (has_odd_) {
    const std::byte word[2] = {odd_, bytes.front()};
    add_words(word, 1);
    bytes = bytes.subspan(1);
  }
  add_words(bytes.data(), bytes.size() / 2);
  has_odd_ = bytes.size() % 2 != 0;
  if (has_odd_) odd_ = bytes.back();
}

std::uint32_t fletcher32::value() const noexcept {
  fletcher32 whole = *this;
  if (has_odd_) {
    const std::byte word[2] = {odd_, std::byte{0}};
    whole.add_words(word, 1);
  }
  return (whole.high_ << 16) | whole.low_;
}

std::uint8_t sum8(bytes_view bytes) noexcept { return static_cast<std::uint8_t>(sum_of(bytes)); }

std::uint16_t sum16(bytes_view bytes) noexcept { return static_cast<std::uint16_t>(sum_of(bytes)); }

}  // namespace memosaic
