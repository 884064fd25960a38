// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/shard_of.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <span>
#include <stdexcept>

#include "memosaic/bytes/endian.hpp"
#include "memosaic/bytes/hash.hpp"
#include "table/key_hash.hpp"

namespace memosaic {

std::uint32_t shard_of(bytes_view key, std::uint32_t shards) {
  if (shards == 0) throw std::invalid_argument("a data set has at least one shard: expected 1 or more, found 0");
  return static_cast<std::uint32_t>(table_core::upper_product(xxh3_64(key, shard_seed), shards));
}

std::uint32_t shard_of(std::string_view key, std::uint32_t shards) {
  return shard_of(std::as_bytes(std::span(key)), shards);
}

std::uint32_t shard_of(std::uint64_t key, std::uint32_t shards) {
  std::array<std::byte, 8> bytes;
  store_unchecked(bytes.data(), key, std::endian::little);
  return shard_of(bytes, shards);
}

}  // namespace memosaic
