// SPDX-License-Identifier: Apache-2.0
#include "data/sparse_content.hpp"

#include <algorithm>

#include "data/random_bytes.hpp"

namespace memosaic::bench {

std::vector<std::int64_t> far_addresses(std::size_t count) {
  random_numbers random(11);
  std::vector<std::int64_t> addresses(count);
  for (;;) {
    // 2^62 places for at most a million: that two are neighbours is unlikely, and then they are drawn again.
    std::ranges::generate(addresses, [&] { return static_cast<std::int64_t>(random.next() >> 2); });
    auto sorted = addresses;
    std::ranges::sort(sorted);
    const auto near = std::ranges::adjacent_find(sorted, [](std::int64_t a, std::int64_t b) { return b - a < 2; });
    if (near == sorted.end()) return addresses;
  }
}

std::vector<std::int64_t> drawn_from(const std::vector<std::int64_t>& addresses, std::size_t count) {
  random_numbers random(13);
  std::vector<std::int64_t> drawn(count);
  std::ranges::generate(drawn, [&] { return addresses[random.below(addresses.size())]; });
  return drawn;
}

sparse_memory isolated_bytes(const std::vector<std::int64_t>& addresses) {
  sparse_memory memory;
  for (const std::int64_t at : addresses) memory.poke(at, byte_at(at));
  return memory;
}

std::vector<std::byte> small_block(std::int64_t at) {
  std::vector<std::byte> bytes(small_block_size);
  for (std::byte& byte : bytes) byte = byte_at(at++);
  return bytes;
}

sparse_memory small_blocks(std::size_t count, std::int64_t first) {
  sparse_memory memory;
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = first + static_cast<std::int64_t>(i) * small_block_step;
    memory.write(at, small_block(at));
  }
  return memory;
}

std::string count_text(std::size_t count) {
  if (count % 1'000'000 == 0) return std::to_string(count / 1'000'000) + "M";
  if (count % 1'000 == 0) return std::to_string(count / 1'000) + "k";
  return std::to_string(count);
}

}  // namespace memosaic::bench
