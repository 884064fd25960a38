#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "harness/clock.hpp"

namespace memosaic::bench {

/// Runs a program to its end, with its output thrown away. The sample's time is the processor time of the whole
/// process, its start and its files included, as a call of ours pays for both too.
///
/// Errors: `std::runtime_error` if there is no such program, or it fails.
[[nodiscard]] sample time_tool(const std::vector<std::string>& command);

}  // namespace memosaic::bench
