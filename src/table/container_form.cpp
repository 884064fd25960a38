// SPDX-License-Identifier: Apache-2.0
#include "table/container_form.hpp"

#include <algorithm>

#include "memosaic/bytes/endian.hpp"

namespace memosaic::table_core {
namespace {

void put_hash(mutable_bytes_view to, std::size_t at, const hash128& hash) {
  store_little(to, at, hash.low);
  store_little(to, at + 8, hash.high);
}

}  // namespace

std::vector<std::byte> header_bytes(const whole_header& from) {
  std::vector<std::byte> bytes(header_size);
  const mutable_bytes_view to(bytes);
  std::copy_n(bytes_of(header_magic).begin(), 8, to.begin());
  store_little<std::uint16_t>(to, 8, 1);
  store_little<std::uint32_t>(to, 12, header_size);
  store_little(to, 16, from.header.incompatible);
  store_little(to, 24, from.header.read_only);
  store_little(to, 32, from.header.compatible);
  store_little(to, 40, from.header.length);
  store_little(to, 48, from.table_offset);
  store_little(to, 56, from.section_count);
  store_little<std::uint32_t>(to, 60, entry_size);
  store_little(to, 64, from.table_hash);
  put_hash(to, 72, from.header.content_id);
  store_little(to, 88, from.header.hash_seed);
  put_hash(to, 96, from.header.schema_fingerprint);
  store_little(to, 112, from.header.record_count);
  store_little(to, 120, xxh3_64(bytes_view(bytes).first(120)));
  return bytes;
}

std::vector<std::byte> trailer_bytes(const whole_header& from, std::uint64_t header_check) {
  std::vector<std::byte> bytes(trailer_size);
  const mutable_bytes_view to(bytes);
  std::copy_n(bytes_of(trailer_magic).begin(), 8, to.begin());
  store_little(to, 8, from.header.length);
  store_little(to, 16, header_check);
  store_little(to, 24, from.table_hash);
  store_little(to, 56, xxh3_64(bytes_view(bytes).first(56)));
  return bytes;
}

std::vector<std::byte> table_bytes(std::span<const section_entry> sections) {
  std::vector<std::byte> bytes(sections.size() * entry_size);
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const auto to = mutable_bytes_view(bytes).subspan(i * entry_size, entry_size);
    const section_entry& from = sections[i];
    store_little(to, 0, static_cast<std::uint32_t>(from.type));
    store_little(to, 4, from.flags);
    store_little(to, 8, from.offset);
    store_little(to, 16, from.length);
    store_little(to, 24, from.count);
    store_little(to, 32, from.checksum);
    store_little(to, 40, from.alignment);
    store_little(to, 48, from.parameters[0]);
    store_little(to, 56, from.parameters[1]);
  }
  return bytes;
}

section_entry read_entry(bytes_view entry) {
  return {static_cast<section_type>(load_little<std::uint32_t>(entry, 0)),
          load_little<std::uint32_t>(entry, 4),
          load_little<std::uint64_t>(entry, 8),
          load_little<std::uint64_t>(entry, 16),
          load_little<std::uint64_t>(entry, 24),
          load_little<std::uint64_t>(entry, 32),
          load_little<std::uint32_t>(entry, 40),
          {load_little<std::uint64_t>(entry, 48), load_little<std::uint64_t>(entry, 56)}};
}

hash128 content_id_of(std::span<const section_entry> sections) {
  std::vector<std::byte> bytes;
  for (const section_entry& section : sections) {
    if (section.is_mutable()) continue;
    const std::size_t at = bytes.size();
    bytes.resize(at + 40);
    const auto to = mutable_bytes_view(bytes).subspan(at);
    store_little(to, 0, static_cast<std::uint32_t>(section.type));
    store_little(to, 4, section.flags);
    store_little(to, 8, section.length);
    store_little(to, 16, section.count);
    store_little(to, 24, section.checksum);
    store_little(to, 32, section.parameters[0]);
  }
  return xxh3_128(bytes);
}

std::uint64_t checksum_of(std::span<const std::uint64_t> sums) {
  std::vector<std::byte> bytes(sums.size() * 8);
  for (std::size_t i = 0; i < sums.size(); ++i) store_little(mutable_bytes_view(bytes), i * 8, sums[i]);
  return xxh3_64(bytes);
}

}  // namespace memosaic::table_core
