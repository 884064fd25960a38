#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <string_view>

#include "memosaic/table/field_type.hpp"
#include "memosaic/table/value.hpp"

/// Single values as a person types and reads them: keys on a command line, defaults, the cells of a listing.
namespace memosaic {

/// The value of a type that a text stands for. Types that have a form in a delimited row have the same here, so that a
/// text needs no quotes; lists, tuples, sets, dicts and `any` are written as JSON.
///
/// Errors: `std::invalid_argument`, naming the type and what was found; also for records and n-dimensional arrays.
[[nodiscard]] value parse_field(std::string_view text, const field_type& type);

/// Appends the text of a value of that type, in the form that `parse_field` takes; records, too, as JSON. Null is
/// nothing.
///
/// Errors: `std::invalid_argument` for what is not of that type, and for n-dimensional arrays; `target` is as it was
/// then.
void append_field(std::string& target, const value& content, const field_type& type);

}  // namespace memosaic
