#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <span>

#include "memosaic/buffer/chain.hpp"
#include "memosaic/buffer/view.hpp"
#include "memosaic/bytes/bytes_view.hpp"

/// Reading into and writing from bytes where they lie. Every call resumes after EINTR; on a descriptor that does not
/// block, "not now" is no error: the call returns how far it came.
///
/// Errors: `std::filesystem::filesystem_error` with the system's code.
namespace memosaic {

/// Reads once, up to all of `target`. Returns the bytes read; 0 at the end of the file, or when nothing is there yet.
std::size_t read_into(int fd, mutable_bytes_view target);

/// Reads until `target` is full, the file ends, or a non-blocking descriptor has no more now. Returns the bytes read.
std::size_t read_exact(int fd, mutable_bytes_view target);

/// The same at an offset, leaving the descriptor's own position alone.
std::size_t pread_into(int fd, mutable_bytes_view target, std::uint64_t offset);

/// Writes all of it, or as much as a non-blocking descriptor takes now. Returns the bytes written: on a short count,
/// go on with the part that remains, which costs nothing.
std::size_t write_all(int fd, bytes_view bytes);
std::size_t write_all(int fd, std::span<const bytes_view> parts);
std::size_t write_all(int fd, std::span<const view> parts);
std::size_t write_all(int fd, const chain& parts);

/// Moves up to `size` bytes between descriptors inside the kernel (copy_file_range, sendfile or splice, whichever takes
/// the pair), else through a buffer. Returns the bytes moved: fewer at the end of the source.
std::uint64_t transfer(int source, int target, std::uint64_t size);

/// Moves everything from `source` to `target` through `scratch`, skipping the first `skip` bytes. Returns the bytes
/// written. Memory: none but `scratch`. Errors also: `std::invalid_argument` if `scratch` is empty.
std::uint64_t pump(int source, int target, mutable_bytes_view scratch, std::uint64_t skip = 0);

}  // namespace memosaic
