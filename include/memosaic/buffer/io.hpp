#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <span>

#include "memosaic/buffer/chain.hpp"
#include "memosaic/buffer/view.hpp"
#include "memosaic/bytes/bytes_view.hpp"

/// Reading into and writing from bytes where they lie. Every call resumes after a signal. "Not now", on a descriptor
/// that does not block, is no error but an answer; only `pump` waits.
///
/// No call raises SIGPIPE: a reader that is gone is the error `std::errc::broken_pipe`, for sockets and pipes alike.
/// Threads: calls on one descriptor from several threads mix their bytes, as the system's own calls do.
/// Errors: `std::filesystem::filesystem_error` with the system's code and what the system calls the descriptor. How
/// much was moved before an error is not told; who must know writes in smaller parts.
namespace memosaic {

/// Why a call came back.
enum class io_stop : std::uint8_t {
  done,              ///< everything that was asked for has been moved
  end,               ///< the source has no more
  source_not_ready,  ///< nothing to read now; wait until it is readable and call again
  target_not_ready,  ///< no room to write now; wait until it is writable and call again
};

/// How far a call came, and why not farther: an end and a "not now" must not look alike.
struct io_progress {
  std::uint64_t size = 0;  ///< bytes
  io_stop stop = io_stop::done;
  friend bool operator==(const io_progress&, const io_progress&) = default;
};

/// Reads once, up to all of `target`; `done` if at least one byte came, or `target` is empty.
[[nodiscard]] io_progress read_into(int fd, mutable_bytes_view target);

/// Reads until `target` is full, the source ends, or a non-blocking descriptor has no more now.
[[nodiscard]] io_progress read_exact(int fd, mutable_bytes_view target);

/// Reads at `offset` until `target` is full or the file ends, leaving the descriptor's own position alone. Returns the
/// bytes read. Errors also: `std::errc::invalid_seek` for what has no offsets, as pipes and sockets.
[[nodiscard]] std::size_t pread_into(int fd, mutable_bytes_view target, std::uint64_t offset);

/// Writes all of it, or as much as a non-blocking descriptor takes now. Returns the bytes written: after a short count,
/// go on with the part that remains, which costs nothing.
///
/// Parts are gathered, up to 1024 a call, and written from where they lie; only neighbours that are both shorter than
/// 512 bytes are copied together, because the system asks more for a part than a copy costs. Writing nothing makes no
/// call. Memory: none for one part, else 16 KiB of stack and 64 KiB of heap.
std::size_t write_all(int fd, bytes_view bytes);
std::size_t write_all(int fd, std::span<const bytes_view> parts);
std::size_t write_all(int fd, std::span<const view> parts);
std::size_t write_all(int fd, const chain& parts);

/// Moves up to `size` bytes from one descriptor's position to the other's, inside the kernel (copy_file_range, sendfile
/// or splice, whichever takes the pair), else through a buffer of up to 64 KiB.
///
/// Nothing is lost when the target is not ready: the position of a file is put back to the first byte that was not
/// written, and what came from a pipe, socket or terminal waits until the target takes it. An error may lose the
/// latter; where the system does not tell whose error it is, it names both.
io_progress transfer(int source, int target, std::uint64_t size);

/// Moves everything from `source` to `target` through `scratch`, but for the first `skip` bytes. Returns the bytes
/// written. It waits for both, also if they are non-blocking or have a timeout, and comes back only at the end of the
/// source.
///
/// Memory: none but `scratch`; 64 KiB to 1 MiB are fast. Errors also: `std::invalid_argument` if `scratch` is empty.
std::uint64_t pump(int source, int target, mutable_bytes_view scratch, std::uint64_t skip = 0);

}  // namespace memosaic
