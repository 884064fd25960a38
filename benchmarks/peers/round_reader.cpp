// SPDX-License-Identifier: Apache-2.0
#include "peers/round_reader.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace memosaic::bench {
namespace {

constexpr std::size_t read_size = std::size_t{256} << 10;
constexpr std::chrono::minutes longest_wait{1};

}  // namespace

bool round_reader::round_arrived() {
  std::unique_lock lock(mutex_);
  if (!arrived_.wait_for(lock, longest_wait, [this] { return rounds_ > rounds_taken_; })) {
    throw std::runtime_error("not all that was sent has arrived");
  }
  ++rounds_taken_;
  return right_;
}

void round_reader::read(int fd) {
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
