#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstdint>

#include "os/calls.hpp"

/// The handler of SIGBUS: what keeps a process alive when a file that it maps gets shorter, or its device fails.
///
/// A fault in a watched region marks the region as damaged and puts zero pages from there to its end, in one call; the
/// thread goes on and reads zeros. Every other SIGBUS goes on to what handled it before, as if this handler were not
/// there: with the same signals blocked, once only if it asked for that, and by the same death if there was none. It
/// runs on the thread's alternate stack if there is one.
namespace memosaic::os {

/// Installs the handler, or puts it back on top if somebody has installed another since; what is covered by it is asked
/// next. Nothing ever removes it. Answers an error of the system.
///
/// A handler that was installed later may call this one, or put it back and let the fault happen again. One that puts
/// it back and raises the signal anew, as Python's faulthandler does, loses the address of the fault: that ends the
/// process as if nobody watched, unless this handler is put on top again before.
answer watch_faults() noexcept;

/// Whether it was installed.
[[nodiscard]] bool faults_are_watched() noexcept;

namespace detail {
extern std::atomic<std::uint64_t> survived_faults;
}

/// How many faults it has dealt with.
[[nodiscard]] inline std::uint64_t faults_survived() noexcept {
  return detail::survived_faults.load(std::memory_order_relaxed);
}

}  // namespace memosaic::os
