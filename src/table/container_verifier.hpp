#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "memosaic/table/container.hpp"

namespace memosaic::table_core {

/// See `container::verify` and `container::verify_block`.
void verify_container(const container& opened, unsigned threads);
void verify_one_block(const container& opened, const section_entry& section, std::uint64_t block);

}  // namespace memosaic::table_core
