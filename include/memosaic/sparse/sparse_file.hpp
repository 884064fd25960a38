#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>
#include <type_traits>

#include "memosaic/file/file.hpp"
#include "memosaic/sparse/sparse_memory.hpp"

/// Memories as files whose holes take no space on the medium.
///
/// A file's holes end where blocks of the medium do, often at multiples of 4 KiB: what is loaded has zeros in front of
/// and behind the bytes that were saved, up to there, and none of its holes is shorter. Where holes must be exact, an
/// image format keeps them.
namespace memosaic {

/// The stored parts of a regular file, byte 0 of which comes to `at`. Nothing is read: the memory shares a mapping of
/// the file.
///
/// Lifetime: the mapping lives as long as any piece of it. While it does, who writes the file changes the memory, and
/// who truncates it makes reading raise SIGBUS, or damages it: see `watch_mappings` and `check_mapped`.
/// Cost: two system calls for each stored part.
/// Errors: `std::out_of_range` if the file reaches beyond the last address; those of `file` and of `mapping`.
template <memory_address Address = std::int64_t>
[[nodiscard]] basic_sparse_memory<Address> load_sparse_file(const file& from, std::type_identity_t<Address> at = 0);
template <memory_address Address = std::int64_t>
[[nodiscard]] basic_sparse_memory<Address> load_sparse_file(const std::filesystem::path& from,
                                                            std::type_identity_t<Address> at = 0) {
  return load_sparse_file<Address>(file(from), at);
}

/// Writes a range to a file that begins with its first address and is as long as it is; the file appears under its name
/// only when it is whole, see `output_file`. It may be the one that the memory was loaded from.
///
/// Cost: O(content of the range), in calls of at least 64 KiB but at holes.
/// Errors: `std::length_error` for a range longer than any file; those of `output_file`.
template <memory_address Address>
void save_sparse_file(const basic_sparse_memory<Address>& from, const std::filesystem::path& to,
                      typename basic_sparse_memory<Address>::range where);

/// The same for all content.
template <memory_address Address>
void save_sparse_file(const basic_sparse_memory<Address>& from, const std::filesystem::path& to) {
  save_sparse_file(from, to, from.content_range());
}

}  // namespace memosaic
