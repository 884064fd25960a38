// SPDX-License-Identifier: Apache-2.0
#include "data/random_bytes.hpp"

namespace memosaic::bench {

void fill_random(mutable_bytes_view target, std::byte missing, std::uint64_t seed) noexcept {
  random_numbers numbers(seed);
  const std::byte instead = missing ^ std::byte{1};
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (i % sizeof bits == 0) bits = numbers.next();
    const auto value = static_cast<std::byte>(bits >> (8 * (i % sizeof bits)));
    target[i] = value == missing ? instead : value;
  }
}

}  // namespace memosaic::bench
