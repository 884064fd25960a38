#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "memosaic/sparse/sparse_memory.hpp"

namespace memosaic {

/// The memory of an image. Its addresses have 128 bits, so that 0xFFFFFFFF80000000 and an end of 2^64 are ordinary.
using image_memory = basic_sparse_memory<int128>;
using image_range = basic_address_range<int128>;

/// Where execution starts.
struct image_entry {
  int128 address = 0;

  /// The code segment, where a file names the start as segment and offset (Intel HEX, record type 03); `address` is
  /// then `16 * segment + offset`. Formats without segments write the address alone.
  std::optional<std::uint16_t> segment{};

  friend bool operator==(const image_entry&, const image_entry&) = default;
};

/// What a firmware file says: bytes at addresses, and a little about them.
///
/// A plain value: every member may be changed at will. Copies are O(1), see `sparse_memory`.
struct image {
  /// Addresses count bytes, whatever the word width.
  image_memory memory{};

  std::optional<image_entry> entry{};

  /// What the file says about itself in its header record, as text without any terminator; formats without a header
  /// drop it. May hold any bytes.
  std::string header{};

  /// Bytes for each address in the file: 1, 2, 4 or 8. Files of word-addressed processors count words; readers
  /// multiply, writers divide.
  unsigned word_size = 1;

  friend bool operator==(const image&, const image&) = default;
};

}  // namespace memosaic
