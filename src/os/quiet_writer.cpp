// SPDX-License-Identifier: Apache-2.0
#include "os/quiet_writer.hpp"

#include <algorithm>

namespace memosaic::os {
namespace {

/// What has a position is no pipe. This is asked and not the kind, because asking a file for its state makes the next
/// write to it dearer: since Linux 6.13 its times must differ then from those that were told (ext4: 300 ns).
bool may_raise_sigpipe(int fd) noexcept { return current().seek(fd, 0, seek_from::current).failed(); }

}  // namespace

answer quiet_writer::write(std::span<const ::iovec> parts) noexcept {
  if (is_socket_) {
    const answer sent = retried([&] { return current().send(fd_, parts); });
    if (sent.error != ENOTSOCK) return sent;
    is_socket_ = false;
    if (may_raise_sigpipe(fd_)) guard_.emplace();
  }
  const answer written = retried([&] { return current().write(fd_, parts); });
  if (guard_) guard_->note(written.error);
  // A device that takes nothing and calls it success would keep every caller in a loop.
  if (!written.failed() && written.value == 0) return {0, EIO};
  return written;
}

answer quiet_writer::write(bytes_view bytes) noexcept {
  const ::iovec part{const_cast<std::byte*>(bytes.data()), std::min(bytes.size(), call_limit)};
  return write(std::span(&part, 1));
}

}  // namespace memosaic::os
