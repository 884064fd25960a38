#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/file/cursor.hpp"

/// What work on long ranges of a file is made of: pieces that each lie in one window, whatever the range, so that no
/// limit of the pool that allows a window is in the way. A piece is valid until the cursor moves.
namespace memosaic {

/// More than this is not asked for at once: enough for a pool to prefer mapping to reading, and what is read piece by
/// piece where nothing is mapped. A window that has more gives more.
inline constexpr std::uint64_t longest_request = std::uint64_t{1} << 20;

/// The longest range that is sure to be one piece.
[[nodiscard]] std::uint64_t sure_piece(const cursor& at) noexcept;

/// What the window of `start` has of `[start, stop)`, which is not empty: at least its first byte.
///
/// Errors: those of `cursor`; `file_changed` if pages of the window that the cursor was on had been lost.
[[nodiscard]] bytes_view piece_from(cursor& at MEMOSAIC_LIFETIMEBOUND, std::uint64_t start, std::uint64_t stop);

/// The same backwards: at least its last byte. No more than `most` is asked for.
[[nodiscard]] bytes_view piece_before(cursor& at MEMOSAIC_LIFETIMEBOUND, std::uint64_t start, std::uint64_t stop,
                                      std::uint64_t most = longest_request);

/// For the end of what reads much: whether the last window and the file still have all that lies before `stop`. The
/// rest of the page in which a file ends reads as zeros without any signal, so the size is asked for.
///
/// Errors: `file_changed`.
void check_read(const cursor& at, std::uint64_t stop);

}  // namespace memosaic
