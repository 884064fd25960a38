#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <sys/types.h>

#include <cstdint>
#include <functional>

namespace memosaic::bench {

/// By how many bytes the anonymous memory of a child process grows at most while it runs `run`: what it allocates, but
/// neither pages of files nor what it shares with this process. It is looked at each millisecond.
///
/// Errors: `std::runtime_error` if the child fails, with what it says, or the kernel does not tell.
[[nodiscard]] std::uint64_t anonymous_growth(const std::function<void()>& run);

/// What one process takes: its share of the pages that it has (Pss), and its page tables.
/// Errors: `std::runtime_error` where the kernel does not tell.
[[nodiscard]] std::uint64_t memory_of_process(pid_t process);

}  // namespace memosaic::bench
