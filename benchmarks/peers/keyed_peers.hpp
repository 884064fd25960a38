#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "peers/keyed_store.hpp"

namespace memosaic::bench {

/// The records of the numbers below `count`, each of them with the settings that make its lookups fastest. `folder` is
/// where their files go; those files stay until the folder is removed.
///
/// Errors: `std::runtime_error` if the library was not there when this program was built, or says no.
[[nodiscard]] std::unique_ptr<keyed_store> make_tinycdb(const std::string& folder, std::size_t count);
[[nodiscard]] std::unique_ptr<keyed_store> make_lmdb(const std::string& folder, std::size_t count);
[[nodiscard]] std::unique_ptr<keyed_store> make_tkrzw(const std::string& folder, std::size_t count);
[[nodiscard]] std::unique_ptr<keyed_store> make_plain_table(const std::string& folder, std::size_t count);
[[nodiscard]] std::unique_ptr<keyed_store> make_unordered_map(std::size_t count);
[[nodiscard]] std::unique_ptr<keyed_store> make_flat_hash_map(std::size_t count);

inline constexpr const char* tinycdb = "tinycdb";
inline constexpr const char* lmdb = "LMDB";
inline constexpr const char* tkrzw_hash = "tkrzw HashDBM";
inline constexpr const char* plain_table = "RocksDB PlainTable";
inline constexpr const char* unordered_map = "std::unordered_map";
inline constexpr const char* flat_hash_map = "absl::flat_hash_map";

/// A store of one of these names, made at first use and shared by all figures; one that could not be made is not tried
/// again. Errors: as above.
[[nodiscard]] const keyed_store& shared_store(std::string_view name, std::size_t count);

/// Writes a tinycdb of so many records to a file that is open for reading and writing, without flushing it.
void write_tinycdb(int fd, std::size_t count);

}  // namespace memosaic::bench
