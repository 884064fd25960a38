#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <vector>

#include "memosaic/table/cell_writer.hpp"
#include "memosaic/table/schema.hpp"

namespace memosaic::table_core {

/// Appends the record as a cell. Errors: see `schema::pack`; `target` is as it was then.
void pack_value(const schema& types, reference_width width, const value& object, std::vector<std::byte>& target);

/// The slot of a field that refers to nothing: for defaults.
void pack_slot_alone(const schema_field& field, const value& content, std::vector<std::byte>& target);

/// Fills a slot of `any` that was allocated in a cell.
void pack_any(const schema& types, cell_writer& cell, std::size_t slot, const value& content);

}  // namespace memosaic::table_core
