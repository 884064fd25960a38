#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "memosaic/table/record.hpp"
#include "memosaic/table/value.hpp"

namespace memosaic {

/// Appends a record, or a dict with texts as keys, as a line of JSON with a line feed.
///
/// What `json_lines_reader` gave comes back as equal. So does what `row_converter` makes of the line by the record's
/// own schema, but for values of `any` and for the fold of datetimes: lists, tuples and sets are arrays; dicts with
/// keys other than texts are arrays of pairs; dates and datetimes are texts of ISO 8601; bytes are hexadecimal digits;
/// NaN and infinities are texts; decimals are texts too, unless the number would be read as just that decimal.
///
/// Errors: `std::invalid_argument` for n-dimensional arrays, for texts that are not UTF-8, and for what is nested
/// deeper than 256, as circles are; `target` is as it was then. Source: RFC 8259; jsonlines.org.
void append_json_line(std::string& target, const value& object);
void append_json_line(std::string& target, const record& object);

/// The same for one value of any kind, without the line feed: a part of a line.
void append_json(std::string& target, const value& content);

}  // namespace memosaic
