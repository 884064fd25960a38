#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <functional>

namespace memosaic::bench {

/// By how many bytes the peak of the process's resident memory grows while `run` runs.
///
/// Errors: `std::runtime_error` where the kernel does not tell, or does not let the peak be reset.
[[nodiscard]] std::uint64_t peak_growth(const std::function<void()>& run);

}  // namespace memosaic::bench
