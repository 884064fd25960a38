// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/struct_packer.hpp"

#include "table/value_packer.hpp"

namespace memosaic {

void struct_packer::pack_any(std::size_t slot, const value& content) {
  table_core::pack_any(types_, cell_, slot, content);
}

}  // namespace memosaic
