#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <span>

#include "memosaic/bytes/bytes_view.hpp"

/// What a careful programmer writes by hand with the system's own calls.
///
/// Errors: `std::system_error`.
namespace memosaic::bench {

/// Waits until a non-blocking descriptor takes more.
void wait_writable(int fd);

/// send until all is gone, waiting when the descriptor is full; what remains is a pointer and a size.
void raw_send_loop(int fd, bytes_view bytes);

/// Copies the pieces into one block of 64 KiB after the other and sends these.
void coalesced_send(int fd, std::span<const bytes_view> pieces);

/// sendmsg with as many pieces as the system takes at once, resuming inside a piece.
void gathered_send(int fd, std::span<const bytes_view> pieces);

}  // namespace memosaic::bench
