// SPDX-License-Identifier: Apache-2.0
#include "peers/send_loops.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

namespace memosaic::bench {
namespace {

constexpr std::size_t block_size = std::size_t{64} << 10;
constexpr std::size_t most_parts = 1'024;  // IOV_MAX of Linux

// Waits if the descriptor is full, tries again after a signal, and throws on anything else.
void wait_or_throw(int fd, const char* call) {
  if (errno == EAGAIN || errno == EWOULDBLOCK) {
    wait_writable(fd);
  } else if (errno != EINTR) {
    throw std::system_error(errno, std::generic_category(), call);
  }
}

}  // namespace

void wait_writable(int fd) {
  pollfd waited{fd, POLLOUT, 0};
  while (::poll(&waited, 1, -1) < 0 && errno == EINTR) {}
}

void raw_send_loop(int fd, bytes_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) {
      wait_or_throw(fd, "send");
    } else {
      bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
  }
}

void coalesced_send(int fd, std::span<const bytes_view> pieces) {
  std::vector<std::byte> block(block_size);
  std::size_t used = 0;
  for (const bytes_view piece : pieces) {
    if (piece.size() > block.size() - used) {
      raw_send_loop(fd, bytes_view(block).first(used));
      used = 0;
    }
    std::memcpy(block.data() + used, piece.data(), piece.size());
    used += piece.size();
  }
  raw_send_loop(fd, bytes_view(block).first(used));
}

void gathered_send(int fd, std::span<const bytes_view> pieces) {
  std::size_t done_of_first = 0;
  while (!pieces.empty()) {
    std::array<iovec, most_parts> parts;
    const std::size_t count = std::min(pieces.size(), most_parts);
    for (std::size_t i = 0; i < count; ++i) {
      parts[i] = {const_cast<std::byte*>(pieces[i].data()), pieces[i].size()};
    }
    parts[0] = {const_cast<std::byte*>(pieces[0].data()) + done_of_first, pieces[0].size() - done_of_first};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = count;
    const ssize_t sent = ::sendmsg(fd, &message, MSG_NOSIGNAL);
    if (sent < 0) {
      wait_or_throw(fd, "sendmsg");
      continue;
    }
    done_of_first += static_cast<std::size_t>(sent);
    while (!pieces.empty() && done_of_first >= pieces[0].size()) {
      done_of_first -= pieces[0].size();
      pieces = pieces.subspan(1);
    }
  }
}

}  // namespace memosaic::bench
