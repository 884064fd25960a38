// SPDX-License-Identifier: Apache-2.0
#include "peers/socket_drain.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

namespace memosaic::bench {
namespace {

constexpr std::size_t read_size = std::size_t{256} << 10;

void require(bool holds, const char* what) {
  if (!holds) throw std::system_error(errno, std::generic_category(), what);
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

socket_drain::socket_drain(bytes_view expected) : expected_(expected) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  require(listener_ >= 0, "socket");
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  require(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) == 0, "bind");
  require(::listen(listener_, 4) == 0, "listen");
  require(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0, "getsockname");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

socket_drain::~socket_drain() {
  ::shutdown(listener_, SHUT_RDWR);  // wakes the thread out of accept
  thread_.join();
  ::close(listener_);
}

int socket_drain::connect(bool blocking) const {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  require(fd >= 0, "socket");
  const sockaddr_in address = loopback(port_);
  require(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "connect");
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // the end of a round is not held back
  if (!blocking) ::fcntl(fd, F_SETFL, O_NONBLOCK);
  return fd;
}

bool socket_drain::round_arrived() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [this] { return rounds_ > rounds_taken_; });
  ++rounds_taken_;
  return right_;
}

void socket_drain::serve() {
  while (true) {
    const int fd = ::accept(listener_, nullptr, nullptr);
    if (fd < 0) return;
    read_connection(fd);
    ::close(fd);
  }
}

void socket_drain::read_connection(int fd) {
  std::vector<std::byte> memory(read_size);
  bytes_view rest = expected_;
  while (true) {
    const ssize_t got = ::recv(fd, memory.data(), memory.size(), 0);
    if (got <= 0) return;
    bytes_view fresh = bytes_view(memory).first(static_cast<std::size_t>(got));
    while (!fresh.empty()) {
      const std::size_t size = std::min(fresh.size(), rest.size());
      const bool right = std::memcmp(fresh.data(), rest.data(), size) == 0;
      fresh = fresh.subspan(size);
      rest = rest.subspan(size);
      const std::lock_guard lock(mutex_);
      right_ = right_ && right;
      if (!rest.empty()) continue;
      rest = expected_;
      ++rounds_;
      arrived_.notify_one();
    }
  }
}

}  // namespace memosaic::bench
