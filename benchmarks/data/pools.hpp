#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <string>

#include "memosaic/bytes/bytes_view.hpp"

/// The long runs that the figures take their data from, each made at first use.
namespace memosaic::bench {

inline constexpr std::size_t mebibyte = std::size_t{1} << 20;
inline constexpr std::size_t small_size = mebibyte;       ///< fits the second-level cache of today's machines
inline constexpr std::size_t large_size = 64 * mebibyte;  ///< fits no private cache

/// "1 MiB", "64 bytes".
[[nodiscard]] std::string size_text(std::size_t size);

/// Random bytes among which `rare_byte` does not occur.
[[nodiscard]] mutable_bytes_view random_pool();
inline constexpr std::byte rare_byte{0xF7};

/// English-like text.
[[nodiscard]] mutable_bytes_view text_pool();

/// Equal to the random pool, byte by byte.
[[nodiscard]] mutable_bytes_view equal_pool();

/// Different from the random pool in every byte.
[[nodiscard]] mutable_bytes_view opposite_pool();

/// A needle of random bytes whose first byte is the rare one, and which occurs nowhere in the random pool.
[[nodiscard]] std::string rare_needle(std::size_t size);

/// A needle for the text pool (see `absent_english_needle`).
[[nodiscard]] const std::string& text_needle(std::size_t size);

}  // namespace memosaic::bench
