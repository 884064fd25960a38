// SPDX-License-Identifier: Apache-2.0
#include "os/reading.hpp"

#include "memosaic/bytes/checked.hpp"

namespace memosaic::os {

answer wait_until_ready(int fd, direction way) noexcept {
  constexpr int without_limit = -1;
  return retried([&] { return current().wait(fd, way, without_limit); });
}

answer read_waiting(int fd, mutable_bytes_view target) noexcept {
  for (;;) {
    const answer piece = retried([&] { return current().read(fd, target); });
    if (!is_not_now(piece.error)) return piece;
    const answer ready = wait_until_ready(fd, direction::reading);
    if (ready.failed()) return ready;
  }
}

answer read_full_at(int fd, mutable_bytes_view target, std::uint64_t offset) noexcept {
  answer total;
  while (!target.empty()) {
    const answer piece = retried([&] { return current().read_at(fd, target, offset); });
    if (piece.failed()) return piece;
    if (piece.value == 0) break;
    total.value += piece.value;
    target = target.subspan(piece.count());
    const auto next = checked_add(offset, piece.count());
    if (!next) break;
    offset = *next;
  }
  return total;
}

}  // namespace memosaic::os
