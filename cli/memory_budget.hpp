#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "memosaic/file/window_limits.hpp"

namespace memosaic::cli {

/// `--budget`: how many bytes of the files that a command reads may be in its memory at once; nothing: what the library
/// does by itself.
using memory_budget = std::optional<std::uint64_t>;

/// The least budget: with two files it leaves windows that hold the longest row of a dump.
inline constexpr std::uint64_t least_budget = std::uint64_t{4} << 20U;

/// Errors: `std::invalid_argument`, as `parse_number`, and for less than `least_budget`.
[[nodiscard]] memory_budget parse_budget(std::string_view text);

/// The windows of a command that reads `files` at once from one end to the other.
///
/// Under a budget each window is mapped by itself: in a mapping of a whole file, the system keeps what it needs to find
/// a page (a 512th of the bytes) also when the page is given back.
[[nodiscard]] window_pool_options scan_options(const memory_budget& budget, std::size_t files);

}  // namespace memosaic::cli
