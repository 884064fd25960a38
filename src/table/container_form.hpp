#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/container_format.hpp"

/// Bytes of the fixed parts of a container: docs/table_format.md, sections 1.1 to 1.4.
namespace memosaic::table_core {

inline constexpr std::size_t header_size = 128;
inline constexpr std::size_t entry_size = 64;
inline constexpr std::size_t trailer_size = 64;
inline constexpr std::size_t most_sections = 4096;
inline constexpr std::size_t most_alignment = 2097152;

inline constexpr std::array<std::uint8_t, 8> header_magic{0x89, 'M', 'T', 'B', 0x0D, 0x0A, 0x1A, 0x0A};
inline constexpr std::array<std::uint8_t, 8> trailer_magic{0x89, 'M', 'T', 'E', 0x0D, 0x0A, 0x1A, 0x0A};

/// A header with where its section table is.
struct whole_header {
  container_header header;
  std::uint64_t table_offset = header_size;
  std::uint32_t section_count = 0;
  std::uint64_t table_hash = 0;
};

[[nodiscard]] std::vector<std::byte> header_bytes(const whole_header& from);
[[nodiscard]] std::vector<std::byte> trailer_bytes(const whole_header& from, std::uint64_t header_check);
[[nodiscard]] std::vector<std::byte> table_bytes(std::span<const section_entry> sections);
[[nodiscard]] section_entry read_entry(bytes_view entry);

/// Of sections in the order of the table.
[[nodiscard]] hash128 content_id_of(std::span<const section_entry> sections);

/// How many blocks a section is summed in.
[[nodiscard]] constexpr std::uint64_t block_count(std::uint64_t length) noexcept {
  return length / container_block_size + (length % container_block_size != 0 ? 1 : 0);
}

/// The checksum of a section from the sums of its blocks.
[[nodiscard]] std::uint64_t checksum_of(std::span<const std::uint64_t> sums);

}  // namespace memosaic::table_core
