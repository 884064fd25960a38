#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "memosaic/sparse/sparse_memory.hpp"

/// The contents that the figures of sparse memory share.
namespace memosaic::bench {

/// Addresses far apart, in no order: none is next to another.
[[nodiscard]] std::vector<std::int64_t> far_addresses(std::size_t count);

/// `count` of them drawn anew, in another order.
[[nodiscard]] std::vector<std::int64_t> drawn_from(const std::vector<std::int64_t>& addresses, std::size_t count);

/// The byte that the figures store at an address.
[[nodiscard]] constexpr std::byte byte_at(std::int64_t address) noexcept {
  return static_cast<std::byte>(static_cast<std::uint64_t>(address) * 0x9e3779b97f4a7c15U >> 56);
}

/// A memory with an isolated byte at each address.
[[nodiscard]] sparse_memory isolated_bytes(const std::vector<std::int64_t>& addresses);

/// Blocks of 16 bytes, one every 64 from `first` on, each with its own bytes.
inline constexpr std::size_t small_block_size = 16;
inline constexpr std::int64_t small_block_step = 64;
[[nodiscard]] std::vector<std::byte> small_block(std::int64_t at);
[[nodiscard]] sparse_memory small_blocks(std::size_t count, std::int64_t first = 0);

/// "10k", "1M".
[[nodiscard]] std::string count_text(std::size_t count);

}  // namespace memosaic::bench
