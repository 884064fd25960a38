#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <string>

#include "memosaic/sparse/contents.hpp"
#include "memosaic/sparse/sparse_memory.hpp"

/// Rows of address, digits and characters, as `memosaic dump` prints them, but with holes:
///
///     00008000  62 6f 6f 74 -- -- -- --  -- -- -- -- -- -- -- 21  |boot           !|
///     00008010  -- -- -- -- -- -- -- --  -- -- -- -- -- -- -- --  |                |
///     *
///     00010000
///
/// `*` stands for rows like the one before it; the last line is where the range ends.
namespace memosaic {

/// How the rows look.
struct hexdump_format {
  std::size_t columns = 16;     ///< bytes in a row, 1 to 4096
  unsigned address_digits = 8;  ///< at least; as many as the range needs, and a sign if any address is negative
  bool aligned = true;          ///< rows begin at multiples of `columns`, else at the start of the range
  bool squeeze = true;          ///< rows like the one before are one `*`
  bool characters = true;       ///< the printable ASCII ones beside the digits, `.` for all others
  bool upper = false;           ///< digits of addresses and bytes
};

/// Sends the rows of a range, as ASCII text, part by part. Of an empty range there are none.
///
/// Cost: O(content of the range) and the text. Long holes cost O(log pieces) when rows are squeezed, and so do runs
/// whose pattern fits a row.
/// Memory: 64 KiB.
/// Errors: `std::invalid_argument` for a format that can never be right; what `to` throws.
template <memory_address Address>
void send_hexdump(const basic_sparse_memory<Address>& from, basic_address_range<Address> where,
                  const hexdump_format& format, content_sink& to);

/// The same as one string.
template <memory_address Address>
[[nodiscard]] std::string hexdump(const basic_sparse_memory<Address>& from,
                                  typename basic_sparse_memory<Address>::range where,
                                  const hexdump_format& format = {});

/// Of all content.
template <memory_address Address>
[[nodiscard]] std::string hexdump(const basic_sparse_memory<Address>& from) {
  return hexdump(from, from.content_range());
}

}  // namespace memosaic
