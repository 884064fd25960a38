// SPDX-License-Identifier: Apache-2.0
#include "peers/local_drain.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace memosaic::bench {

local_drain::local_drain(bytes_view expected) : reader_(expected) {
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_) != 0) {
    throw std::system_error(errno, std::generic_category(), "socketpair");
  }
  thread_ = std::thread([this] { reader_.read(ends_[1]); });
}

local_drain::~local_drain() {
  ::close(ends_[0]);  // the end of what the thread reads
  thread_.join();
  ::close(ends_[1]);
}

}  // namespace memosaic::bench
