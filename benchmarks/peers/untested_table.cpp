// SPDX-License-Identifier: Apache-2.0
#include "peers/untested_table.hpp"

#include <cstring>
#include <stdexcept>

#include "memosaic/bytes/endian.hpp"
#include "memosaic/bytes/hash.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t header_size = 64;
constexpr std::size_t entry_size = 32;

template <typename Number>
Number number_at(const std::byte* at) noexcept {
  return load_unchecked<Number>(at, std::endian::little);
}

std::uint64_t upper(std::uint64_t a, std::uint64_t b) noexcept {
  return static_cast<std::uint64_t>(static_cast<uint128>(a) * b >> 64U);
}

}  // namespace

untested_table::untested_table(const container& file) {
  const bytes_view index = file.bytes(section_type::pilots);
  constexpr std::byte perfect{1};
  constexpr std::byte wide{64};
  constexpr std::byte fingerprint_bits{8};
  if (index.size() < header_size || index[0] != perfect || index[1] != wide || index[3] != fingerprint_bits) {
    throw std::invalid_argument("this table has another index than the one that is read here");
  }
  entries_ = index.data() + header_size;
  partitions_ = std::uint64_t{1} << std::to_integer<unsigned>(index[2]);
  data_ = entries_ + entry_size * partitions_;
  seed_ = number_at<std::uint64_t>(index.data() + 16);
  fingerprints_ = file.bytes(section_type::fingerprints).data();
  records_ = file.bytes(section_type::records).data();
  stride_ = file.stride();
  id_offset_ = file.context().layouts().front().places()[1].offset;
}

std::int64_t untested_table::id_of(std::string_view key) const noexcept {
  const std::uint64_t hash = xxh3_64(bytes_of(key), seed_);
  const uint128 place = static_cast<uint128>(hash) * partitions_;
  const std::byte* const entry = entries_ + entry_size * static_cast<std::uint64_t>(place >> 64U);
  const std::byte* const data = data_ + 8 * std::uint64_t{number_at<std::uint32_t>(entry + 24)};
  const auto buckets = number_at<std::uint32_t>(entry + 16);
  const auto pilot = std::to_integer<std::uint32_t>(data[upper(static_cast<std::uint64_t>(place), buckets)]);
  const std::uint64_t word = (number_at<std::uint32_t>(entry + 20) | pilot) * 0x9e37'79b9'7f4a'7c15;
  std::uint64_t slot = upper((hash ^ word) * 0xd6e8'feb8'6659'fd93, number_at<std::uint32_t>(entry + 12));
  const auto keys = number_at<std::uint32_t>(entry + 8);
  if (slot >= keys) {
    const std::uint64_t list = (std::uint64_t{buckets} + 1) & ~std::uint64_t{1};
    slot = number_at<std::uint16_t>(data + list + 2 * (slot - keys));
  }
  slot += number_at<std::uint64_t>(entry);
  if (fingerprints_[slot] != static_cast<std::byte>(hash & 0xffU)) return -1;
  const std::byte* const record = records_ + slot * stride_;
  if (std::to_integer<std::size_t>(record[0]) != key.size()) return -1;
  if (std::memcmp(record + 1, key.data(), key.size()) != 0) return -1;
  return number_at<std::int64_t>(record + id_offset_);
}

}  // namespace memosaic::bench
