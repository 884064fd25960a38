// SPDX-License-Identifier: Apache-2.0
#include "os/quiet_writer.hpp"

#include <algorithm>

namespace memosaic::os {

answer quiet_writer::write(std::span<const ::iovec> parts) noexcept {
  if (!guard_) {
    const answer sent = retried([&] { return current().send(fd_, parts); });
    if (sent.error != ENOTSOCK) return sent;
    guard_.emplace();
  }
  const answer written = retried([&] { return current().write(fd_, parts); });
  // A device that takes nothing and calls it success would keep every caller in a loop.
  if (!written.failed() && written.value == 0) return {0, EIO};
  return written;
}

answer quiet_writer::write(bytes_view bytes) noexcept {
  const ::iovec part{const_cast<std::byte*>(bytes.data()), std::min(bytes.size(), call_limit)};
  return write(std::span(&part, 1));
}

}  // namespace memosaic::os
