#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// Makes truncated files an error and not the end of the process: for mappings that are there and all that follow.
///
/// Who reads a mapped page that its file has lost gets the signal SIGBUS, which ends a process that does not handle it.
/// From this call on, a fault in a mapping of this library marks the mapping as damaged and puts zeros from the fault
/// to the mapping's end; the reader goes on. Whoever read tests the mark afterwards: `mapping::check()` and its like
/// throw `file_changed`. The same becomes of a page that its device cannot read, and of one that is written when the
/// disk is full.
///
/// Call it once, best before the first mapping. Every other SIGBUS does what it did before. It can be turned off by
/// setting the environment variable `MEMOSAIC_SIGBUS` to `off`, for debuggers and for programs that want the signal.
/// Returns whether mappings are watched now: false if that is set.
///
/// A handler of the signal that is installed later is called for what is not ours, from the next mapping on; until
/// then it comes first, and must call the handler that it replaced.
/// Threads: may be called by several at once. Faults are dealt with in the thread that has them, without locks.
/// Errors: `std::filesystem::filesystem_error` if the system does not let a handler be installed.
bool watch_mappings();

/// Whether `watch_mappings` was called, and not turned off.
[[nodiscard]] bool mappings_are_watched() noexcept;

/// How many faults were survived, in all mappings together.
[[nodiscard]] std::uint64_t survived_faults() noexcept;

/// The same test as `mapping::check()` for bytes of which only the place is known: bytes of damaged mappings throw
/// `file_changed`, all others are none of its business.
///
/// Cost: a walk through the table of all mappings. `mapping::damaged()` is cheaper where the mapping is at hand.
void check_mapped(bytes_view bytes);

}  // namespace memosaic
