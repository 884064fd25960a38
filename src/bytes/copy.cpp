// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/copy.hpp"

#include <cstring>

#include "memosaic/bytes/checked.hpp"

namespace memosaic {
namespace {

void move_bytes(std::byte* to, const std::byte* from, std::size_t size) noexcept {
  // memmove may not be given null, not even for 0 bytes.
  if (size != 0) std::memmove(to, from, size);
}

}  // namespace

void copy_to(bytes_view source, mutable_bytes_view target, std::size_t at) {
  require_run(at, source.size(), target.size());
  move_bytes(target.data() + at, source.data(), source.size());
}

void move_within(mutable_bytes_view bytes, std::size_t start, std::size_t stop, std::size_t to) {
  require_range(start, stop, bytes.size());
  require_run(to, stop - start, bytes.size());
  move_bytes(bytes.data() + to, bytes.data() + start, stop - start);
}

}  // namespace memosaic
