#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "memosaic/table/field_type.hpp"
#include "memosaic/table/value.hpp"

/// What types the lists, tuples and sets have that are values of `any`.
namespace memosaic::table_core {

/// The narrowest kind that holds all of them, or `any`.
[[nodiscard]] value_kind element_kind(const value::sequence& items);

/// A list, tuple or set of elements of such a kind; it is there for good.
[[nodiscard]] const field_type& sequence_type(value_kind kind, value_kind element);

}  // namespace memosaic::table_core
