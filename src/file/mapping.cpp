// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/mapping.hpp"

#include "file/mapping_maker.hpp"

namespace memosaic {

mapping::mapping(const file& source) : mapping(source, 0, mappable_size(source)) {}

mapping::mapping(const file& source, std::uint64_t offset, std::size_t length)
    : pages_(mapping_maker::make(source, offset, length, length, os::map_access::read)) {}

}  // namespace memosaic
