#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>

namespace memosaic::bench {

/// The other usual way: a hash of pages of 256 bytes, with a bit for each byte that is there. It has no order, so it
/// can neither shift nor say what comes next.
class page_memory {
 public:
  void poke(std::uint64_t at, std::uint8_t value) {
    page& into = pages_[at / page_size];
    into.bytes[at % page_size] = value;
    into.stored.set(at % page_size);
  }

  [[nodiscard]] std::optional<std::uint8_t> peek(std::uint64_t at) const {
    const auto found = pages_.find(at / page_size);
    if (found == pages_.end() || !found->second.stored.test(at % page_size)) return std::nullopt;
    return found->second.bytes[at % page_size];
  }

  [[nodiscard]] std::size_t page_count() const noexcept { return pages_.size(); }

 private:
  static constexpr std::size_t page_size = 256;

  struct page {
    std::array<std::uint8_t, page_size> bytes;
    std::bitset<page_size> stored;
  };

  std::unordered_map<std::uint64_t, page> pages_;
};

}  // namespace memosaic::bench
