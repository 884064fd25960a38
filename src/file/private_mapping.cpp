// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/private_mapping.hpp"

#include <stdexcept>

#include "file/mapping_maker.hpp"
#include "file/mapping_owner.hpp"

namespace memosaic {

private_mapping::private_mapping(const file& source) : private_mapping(source, 0, mappable_size(source)) {}

private_mapping::private_mapping(const file& source, std::uint64_t offset, std::size_t length)
    : pages_(mapping_maker::make(source, offset, length, length, os::map_access::copy_on_write)) {}

mutable_bytes_view private_mapping::mutable_bytes() noexcept {
  if (empty()) return {};
  return {pages_.owner()->data(), size()};
}

mutable_view private_mapping::mutable_view(std::size_t start, std::size_t stop) {
  return whole_mutable_view(pages_).sub(start, stop);
}

void private_mapping::advise(access_pattern pattern, std::size_t start, std::size_t stop) const {
  if (pattern == access_pattern::dont_need) {
    throw std::invalid_argument("this advice would drop what was written to a private mapping");
  }
  pages_.advise(pattern, start, stop);
}

}  // namespace memosaic
