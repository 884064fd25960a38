#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/row.hpp"

namespace memosaic::bench {

/// The heading of the text report, and one row of it: at most 120 columns, the reason on a line of its own.
[[nodiscard]] std::string text_heading();
[[nodiscard]] std::string text_line(const row& one);

/// How many rows met their target, and the names of those that did not.
[[nodiscard]] std::string text_summary(std::span<const row> rows);

/// The rows as one JSON array of objects; numbers with all their digits, a missing number as null.
[[nodiscard]] std::string to_json(std::span<const row> rows);

/// The inverse of `to_json`. Errors: `std::invalid_argument` for text that is not such an array.
[[nodiscard]] std::vector<row> from_json(std::string_view text);

/// The README's table: rows grouped by what stands before the first comma of their name, losing rows included. Of the
/// pattern fills with 1 to 64 bytes only the worst and the best length of each size are shown.
[[nodiscard]] std::string to_markdown(std::span<const row> rows);

}  // namespace memosaic::bench
