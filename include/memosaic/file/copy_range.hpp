#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "memosaic/buffer/io.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/writable_file.hpp"

/// Moving parts of files by offsets, inside the kernel where it can; the positions of descriptors stay. `transfer` is
/// for what has no offsets.
///
/// A progress that is short of the part ends with `io_stop::end`: the source has become shorter.
/// Errors: `std::filesystem::filesystem_error` that names both files; how much was moved before is not told.
namespace memosaic {

/// Copies `part` of `source` to `target`, from `offset` on; the target grows if it must. Some file systems share the
/// blocks and copy nothing.
///
/// Errors also: `std::invalid_argument` if both are one file and the parts overlap.
io_progress copy_range(const file& source, file_run part, const writable_file& target, std::uint64_t offset);

/// Sends `part` of `source` to a socket, a pipe or a file, without mapping it. On a descriptor that does not block,
/// what it takes now: go on with the part that remains. Never raises SIGPIPE.
io_progress send_file(int target, const file& source, file_run part);

}  // namespace memosaic
