#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"
#include "os/calls.hpp"

/// What buffers and files share of reading and waiting. Errors are returned: only the caller knows the path.
namespace memosaic::os {

/// Waits without limit until `fd` is ready or has an error to tell.
[[nodiscard]] answer wait_until_ready(int fd, direction way) noexcept;

/// Reads once, and waits for bytes on a descriptor that does not block. 0 is the end.
[[nodiscard]] answer read_waiting(int fd, mutable_bytes_view target) noexcept;

/// Reads at `offset` until `target` is full or the file ends.
[[nodiscard]] answer read_full_at(int fd, mutable_bytes_view target, std::uint64_t offset) noexcept;

}  // namespace memosaic::os
