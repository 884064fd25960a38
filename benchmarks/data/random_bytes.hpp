#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::bench {

/// A small fast generator, the same on every machine. Source: Sebastiano Vigna, splitmix64 (public domain).
class random_numbers {
 public:
  explicit random_numbers(std::uint64_t seed) noexcept : state_(seed) {}

  [[nodiscard]] std::uint64_t next() noexcept {
    std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15U;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31);
  }

  [[nodiscard]] std::size_t below(std::size_t limit) noexcept { return static_cast<std::size_t>(next() % limit); }

 private:
  std::uint64_t state_;
};

/// Fills `target` with random bytes, never `missing`: that byte is rare because it occurs only where it is planted.
void fill_random(mutable_bytes_view target, std::byte missing, std::uint64_t seed) noexcept;

}  // namespace memosaic::bench
