// SPDX-License-Identifier: Apache-2.0
#include "table/key_section.hpp"

#include <limits>
#include <string>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/error.hpp"

namespace memosaic::table_core {

void refuse(const key_section& section, std::uint64_t at, std::string_view what) {
  const auto place = checked_add(section.offset, at);
  throw format_error(section.path, place.value_or(std::numeric_limits<std::uint64_t>::max()), what);
}

void refuse(const key_section& section, std::uint64_t at, std::string_view what, std::uint64_t expected,
            std::uint64_t found) {
  refuse(section, at,
         std::string(what) + ": expected " + std::to_string(expected) + ", found " + std::to_string(found));
}

void require_header(const key_section& section, std::size_t used) {
  if (section.bytes.size() < section_header_size) {
    refuse(section, 0, "a section is shorter than its header", section_header_size, section.bytes.size());
  }
  for (std::size_t at = used; at < section_header_size; ++at) {
    if (section.bytes[at] != std::byte{0}) {
      refuse(section, at, "a byte that this version does not know of is set", 0,
             std::to_integer<std::uint64_t>(section.bytes[at]));
    }
  }
}

void require_size(const key_section& section, std::uint64_t expected) {
  if (section.bytes.size() != expected) {
    refuse(section, 0, "a section has not the size that its header says", expected, section.bytes.size());
  }
}

}  // namespace memosaic::table_core
