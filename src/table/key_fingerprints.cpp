// SPDX-License-Identifier: Apache-2.0
#include "table/key_fingerprints.hpp"

#include <algorithm>

namespace memosaic::table_core {

std::optional<std::uint64_t> key_fingerprints::section_size(std::uint64_t slots, unsigned bits) noexcept {
  const auto all = checked_multiply(slots, bits);
  if (!all) return std::nullopt;
  return checked_add(*all / 8 + (*all % 8 != 0 ? 1 : 0), padding);
}

void key_fingerprints::set(mutable_bytes_view section, std::uint64_t slot, unsigned bits,
                           std::uint32_t fingerprint) noexcept {
  const auto first = static_cast<std::size_t>(slot * bits / 8);
  std::uint64_t word = std::uint64_t{fingerprint} << (slot * bits % 8);
  for (std::size_t at = first; word != 0; ++at, word >>= 8U) section[at] |= static_cast<std::byte>(word & 0xffU);
}

key_fingerprints::key_fingerprints(const key_section& section, std::uint64_t slots, unsigned bits)
    : bytes_(section.bytes.data()), bits_(bits) {
  const auto expected = section_size(slots, bits);
  if (!expected) refuse(section, 0, "an index has more slots than fingerprints can be addressed");
  require_size(section, *expected);
}

}  // namespace memosaic::table_core
