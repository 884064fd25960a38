#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::bench {

/// The sum of the words of 8 bytes; what is left at the end does not count. What every side does with what it reads
/// from a file: as fast as memory delivers it, so that what differs is how the bytes came there.
[[nodiscard]] std::uint64_t word_sum(bytes_view bytes) noexcept;

}  // namespace memosaic::bench
