#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <string>

#include "harness/row.hpp"

namespace memosaic::bench {

/// Three significant digits; "-" for what is missing.
[[nodiscard]] std::string number_text(std::optional<double> value);

/// A ratio with three decimals below 10, so that 0.949 is not shown as the 0.95 that it missed.
[[nodiscard]] std::string ratio_text(std::optional<double> ratio);

/// "-" for a row that asks for nothing.
[[nodiscard]] std::string target_text(const row& one);

}  // namespace memosaic::bench
