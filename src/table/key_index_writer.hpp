#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "table/key_hash.hpp"
#include "table/key_section.hpp"
#include "table/perfect_hash.hpp"

/// The sections of an index that are made at once. Those of integers without great gaps: `key_dense_writer`.
namespace memosaic::table_core {

/// Below this number of keys, their hashes are compared one by one.
inline constexpr std::uint64_t most_linear_keys = 63;

/// The header of a section that goes on with the writer's entries and data.
[[nodiscard]] std::array<std::byte, section_header_size> perfect_index_header(const perfect_hash_writer& written,
                                                                              std::uint64_t seed, hash_width width,
                                                                              unsigned fingerprint_bits);

/// The section of at most 63 keys with different hashes of 64 bits, in the order of their slots.
/// Errors: `std::length_error`.
[[nodiscard]] std::vector<std::byte> linear_index(std::span<const key_hash> keys, std::uint64_t seed);

}  // namespace memosaic::table_core
