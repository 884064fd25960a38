#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <system_error>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "os/descriptor.hpp"

namespace memosaic::test {

/// Two ends through which bytes go. Either end can be closed by assigning an empty descriptor.
struct channel {
  os::descriptor reading;
  os::descriptor writing;
};

inline channel make_pipe(int flags = 0) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC | flags) != 0) throw std::system_error(errno, std::generic_category());
  return {os::descriptor(ends[0]), os::descriptor(ends[1])};
}

/// A pair of connected sockets; `room` asks for buffers as small as the system allows.
inline channel make_sockets(int flags = 0, int room = 0) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0, ends) != 0) {
    throw std::system_error(errno, std::generic_category());
  }
  if (room != 0) ::setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  return {os::descriptor(ends[0]), os::descriptor(ends[1])};
}

inline os::descriptor open_for_writing(const std::filesystem::path& path, int flags = O_TRUNC) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | flags, 0600);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), path.string());
  return os::descriptor(fd);
}

inline void set_non_blocking(int fd) { ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK); }

/// What can be read until the end, or until nothing is there on a descriptor that does not block. By plain reads.
inline std::vector<std::byte> drain(int fd, std::size_t most = static_cast<std::size_t>(-1)) {
  std::vector<std::byte> all;
  std::vector<std::byte> piece(std::size_t{64} << 10);
  while (all.size() < most) {
    const auto count = ::read(fd, piece.data(), piece.size());
    if (count <= 0) break;
    all.insert(all.end(), piece.begin(), piece.begin() + count);
  }
  return all;
}

/// Gives plain bytes away; there must be room for all.
inline void feed(int fd, bytes_view bytes) {
  if (::write(fd, bytes.data(), bytes.size()) != static_cast<::ssize_t>(bytes.size())) {
    throw std::system_error(errno, std::generic_category(), "feed");
  }
}

}  // namespace memosaic::test
