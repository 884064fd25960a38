// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cstring>

#include "bytes/compare_kernels.hpp"

namespace memosaic {
namespace {

constexpr std::size_t word_size = sizeof(std::uint64_t);
constexpr std::uint64_t low_seven_bits = 0x7f7f7f7f7f7f7f7f;

// The bytes in memory order from the lowest bit on, so that "first" is "lowest" on every machine.
std::uint64_t load_word(const std::byte* at) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, at, word_size);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

// Something in every byte that differs, nothing in the others.
struct differing {
  static std::uint64_t mark(std::uint64_t a, std::uint64_t b) noexcept { return a ^ b; }
  static bool test(std::byte a, std::byte b) noexcept { return a != b; }
};

// The top bit of every byte that is the same, and nothing else: the sum cannot carry from one byte into the next.
struct same {
  static std::uint64_t mark(std::uint64_t a, std::uint64_t b) noexcept {
    const std::uint64_t x = a ^ b;
    return ~(((x & low_seven_bits) + low_seven_bits) | x | low_seven_bits);
  }
  static bool test(std::byte a, std::byte b) noexcept { return a == b; }
};

template <typename Condition>
std::size_t first(const std::byte* a, const std::byte* b, std::size_t size) noexcept {
  std::size_t at = 0;
  for (; size - at >= word_size; at += word_size) {
    const std::uint64_t marks = Condition::mark(load_word(a + at), load_word(b + at));
    if (marks != 0) return at + static_cast<std::size_t>(std::countr_zero(marks)) / 8;
  }
  while (at < size && !Condition::test(a[at], b[at])) ++at;
  return at;
}

template <typename Condition>
std::size_t last(const std::byte* a, const std::byte* b, std::size_t size) noexcept {
  std::size_t stop = size;
  for (; stop >= word_size; stop -= word_size) {
    const std::uint64_t marks = Condition::mark(load_word(a + stop - word_size), load_word(b + stop - word_size));
    if (marks != 0) return stop - static_cast<std::size_t>(std::countl_zero(marks)) / 8;
  }
  while (stop > 0 && !Condition::test(a[stop - 1], b[stop - 1])) --stop;
  return stop;
}

std::uint64_t difference_bits(const std::byte* a, const std::byte* b, std::size_t size) noexcept {
  std::uint64_t bits = 0;
  for (std::size_t at = 0; at < size; ++at) bits |= std::uint64_t{a[at] != b[at]} << at;
  return bits;
}

}  // namespace

const compare_kernels scalar_compare_kernels = {first<differing>, last<differing>, first<same>, last<same>,
                                                difference_bits};

}  // namespace memosaic
