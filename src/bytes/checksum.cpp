// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/checksum.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <numeric>

#include "memosaic/bytes/endian.hpp"

namespace memosaic {
namespace {

constexpr std::uint32_t adler_modulus = 65521;

// How many bytes or words can be added before the sum of sums leaves 32 bits, both sums being below their modulus.
constexpr std::size_t adler_run = 5552;
constexpr std::size_t fletcher16_run = 5802;
constexpr std::size_t fletcher32_run = 360;

// Both sums over `size` values, reduced once per `Run` values.
//
// Values are added in columns, which compilers turn into vectors: the value in row r of R and column c of 16 is in the
// sum of sums 16 * (R - 1 - r) + (16 - c) times, that is, once for each value from it on.
template <std::size_t Run, std::size_t ValueSize, typename Value>
void add_all(std::uint32_t& low, std::uint32_t& high, std::uint32_t modulus, const std::byte* at, std::size_t size,
             Value value_at) noexcept {
  constexpr std::size_t columns = 16;
  while (size > 0) {
    std::size_t run = std::min(size, Run);
    size -= run;
    if (const std::size_t rows = run / columns; rows > 1) {
      std::array<std::uint32_t, columns> sum{};
      std::array<std::uint32_t, columns> sum_of_rows_before{};
      for (std::size_t row = 0; row < rows; ++row, at += columns * ValueSize) {
        for (std::size_t column = 0; column < columns; ++column) {
          sum_of_rows_before[column] += sum[column];
          sum[column] += value_at(at + column * ValueSize);
        }
      }
      high += static_cast<std::uint32_t>(rows * columns) * low;
      for (std::size_t column = 0; column < columns; ++column) {
        high += static_cast<std::uint32_t>(columns) * sum_of_rows_before[column] +
                static_cast<std::uint32_t>(columns - column) * sum[column];
        low += sum[column];
      }
      run -= rows * columns;
    }
    for (; run > 0; --run, at += ValueSize) {
      low += value_at(at);
      high += low;
    }
    low %= modulus;
    high %= modulus;
  }
}

// Types, so that the loops above know at compile time what they call.
struct byte_value {
  std::uint32_t operator()(const std::byte* at) const noexcept { return std::to_integer<std::uint32_t>(*at); }
};

struct word_value {
  std::uint32_t operator()(const std::byte* at) const noexcept {
    return load_unchecked<std::uint16_t>(at, std::endian::little);
  }
};

std::uint32_t sum_of(bytes_view bytes) noexcept {
  return std::transform_reduce(bytes.begin(), bytes.end(), std::uint32_t{0}, std::plus<>(),
                               [](std::byte value) { return std::to_integer<std::uint32_t>(value); });
}

}  // namespace

void adler32::update(bytes_view bytes) noexcept {
  add_all<adler_run, 1>(low_, high_, adler_modulus, bytes.data(), bytes.size(), byte_value());
}

void fletcher16::update(bytes_view bytes) noexcept {
  add_all<fletcher16_run, 1>(low_, high_, 255, bytes.data(), bytes.size(), byte_value());
}

void fletcher32::add_words(const std::byte* at, std::size_t words) noexcept {
  add_all<fletcher32_run, 2>(low_, high_, 65535, at, words, word_value());
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
