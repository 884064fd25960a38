#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/endian.hpp"
#include "memosaic/bytes/hash.hpp"
#include "table/container_form.hpp"

namespace memosaic::testing {

/// Gives damaged bytes the checksums that they would have if they were meant, as somebody who attacks a reader would:
/// what is behind the checksums has to stand on its own then. What is not even the frame of a container stays.
inline void repair_container(mutable_bytes_view bytes) {
  using namespace table_core;
  if (bytes.size() < header_size + trailer_size) return;
  const auto number = [&](std::size_t at) { return load_little<std::uint64_t>(bytes, at); };
  const auto put = [&](std::size_t at, std::uint64_t each) { store_little(bytes, at, each); };
  put(40, bytes.size());
  const std::uint64_t table = number(48);
  const std::uint64_t count = load_little<std::uint32_t>(bytes, 56);
  if (count > most_sections || !fits(table, count * entry_size, bytes.size() - trailer_size)) return;
  const auto first = static_cast<std::size_t>(table);
  std::vector<section_entry> sections;
  std::vector<std::uint64_t> all_sums;
  // BLOCKSUMS is written last, of what the others are by then.
  for (const bool of_sums : {false, true}) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t at = first + i * entry_size;
      const section_entry each = read_entry(bytes_view(bytes).subspan(at, entry_size));
      if ((each.type == section_type::blocksums) != of_sums || each.is_mutable()) continue;
      if (!fits(each.offset, each.length, bytes.size() - trailer_size)) continue;
      const auto content = bytes.subspan(static_cast<std::size_t>(each.offset), static_cast<std::size_t>(each.length));
      if (of_sums && content.size() == all_sums.size() * 8) {
        for (std::size_t sum = 0; sum < all_sums.size(); ++sum) store_little(content, sum * 8, all_sums[sum]);
      }
      std::vector<std::uint64_t> sums;
      for (std::size_t from = 0; from < content.size(); from += container_block_size) {
        sums.push_back(xxh3_64(content.subspan(from, std::min(container_block_size, content.size() - from))));
      }
      put(at + 32, checksum_of(sums));
      if (!of_sums) all_sums.insert(all_sums.end(), sums.begin(), sums.end());
      if (each.type == section_type::schema) {
        const hash128 fingerprint = xxh3_128(content);
        put(96, fingerprint.low);
        put(104, fingerprint.high);
      }
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    sections.push_back(read_entry(bytes_view(bytes).subspan(first + i * entry_size, entry_size)));
  }
  const hash128 id = content_id_of(sections);
  put(72, id.low);
  put(80, id.high);
  put(64, xxh3_64(bytes.subspan(first, static_cast<std::size_t>(count) * entry_size)));
  put(120, xxh3_64(bytes.first(120)));
  const std::size_t trailer = bytes.size() - trailer_size;
  put(trailer + 8, bytes.size());
  put(trailer + 16, number(120));
  put(trailer + 24, number(64));
  put(trailer + 56, xxh3_64(bytes.subspan(trailer, 56)));
}

}  // namespace memosaic::testing
