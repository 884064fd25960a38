#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "memosaic/table/container.hpp"

namespace memosaic::table_core {

/// Tests every record and every object it leads to, with up to so many threads: docs/table_format.md, section 1.5.
///
/// Memory: a quarter of VARDATA, and for each thread what its present record needs.
/// Errors: `format_error`, of the first record that is wrong, or for a schema of more than 65,534 types that objects
/// can have; `std::system_error`.
void verify_records(const container& opened, unsigned threads);

}  // namespace memosaic::table_core
