#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string_view>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// The seed of `shard_of`: the letters "memosaic". It never changes.
inline constexpr std::uint64_t shard_seed = 0x6d65'6d6f'7361'6963;

/// Which of `shards` tables a key belongs to when one data set is spread over several files.
///
/// The answer is the upper half of the 128-bit product of `shards` and XXH3-64 of the key's bytes under `shard_seed`:
/// it is the same in every version, language and process, and does not depend on the hash inside a file, whose seed is
/// its own. So the keys of one shard are spread evenly inside it. It is no defence against those who choose keys.
///
/// Errors: `std::invalid_argument` if there are no shards.
[[nodiscard]] std::uint32_t shard_of(bytes_view key, std::uint32_t shards);

/// The same for text, as its UTF-8 bytes.
[[nodiscard]] std::uint32_t shard_of(std::string_view key, std::uint32_t shards);

/// The same for an integer, as its 8 bytes in little-endian order; a signed one in two's complement.
[[nodiscard]] std::uint32_t shard_of(std::uint64_t key, std::uint32_t shards);

}  // namespace memosaic
