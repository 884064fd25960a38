#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstdint>

#include "memosaic/bytes/hash.hpp"

/// The parts of a container, with the numbers of docs/table_format.md, section 1.
namespace memosaic {

enum class section_type : std::uint32_t {
  schema = 1,
  records = 2,
  vardata = 3,
  pilots = 4,
  remap = 5,
  fingerprints = 6,
  locator = 7,
  postings = 8,
  keys = 9,
  order = 10,
  sorted = 11,
  stringdict = 12,
  blocksums = 13,
  usermeta = 14,
  numbers = 15,
  table = 16,
  first_of_user = 0x80000000,  ///< this one and all above it are never given a meaning
};

/// One entry of the section table.
struct section_entry {
  static constexpr std::uint32_t optional = 1;  ///< who does not know the type may skip it
  static constexpr std::uint32_t written_in_place = 2;

  section_type type{};
  std::uint32_t flags = 0;
  std::uint64_t offset = 0;  ///< from the start of the container
  std::uint64_t length = 0;
  std::uint64_t count = 0;     ///< of what the section holds
  std::uint64_t checksum = 0;  ///< of the sums of its blocks; 0 if it is written in place
  std::uint32_t alignment = 64;
  std::array<std::uint64_t, 2> parameters{};  ///< of the type

  [[nodiscard]] bool is_mutable() const noexcept { return (flags & written_in_place) != 0; }
  [[nodiscard]] bool is_user() const noexcept { return type >= section_type::first_of_user; }

  friend bool operator==(const section_entry&, const section_entry&) = default;
};

/// What stands in the header of a container.
struct container_header {
  static constexpr std::uint64_t wide_references = 1;   ///< bit of `incompatible`
  static constexpr std::uint64_t numbers_in_place = 2;  ///< bit of `incompatible`
  static constexpr std::uint64_t mutable_sections = 1;  ///< bit of `read_only`

  std::uint64_t incompatible = 0;  ///< who does not know a bit must refuse the container
  std::uint64_t read_only = 0;     ///< who does not know a bit must not write in place
  std::uint64_t compatible = 0;
  std::uint64_t length = 0;  ///< of the whole container
  hash128 content_id;        ///< equal for containers with equal sections
  std::uint64_t hash_seed = 0;
  hash128 schema_fingerprint;
  std::uint64_t record_count = 0;

  friend bool operator==(const container_header&, const container_header&) = default;
};

/// Sections are summed in blocks of so many bytes.
inline constexpr std::size_t container_block_size = 65536;

}  // namespace memosaic
