// SPDX-License-Identifier: Apache-2.0
#include "file/damage.hpp"

#include "memosaic/error.hpp"

namespace memosaic {

void throw_damaged(std::string_view path) {
  throw file_changed(path, "was truncated, or its device failed, while it was mapped; what was read from it is void");
}

}  // namespace memosaic
