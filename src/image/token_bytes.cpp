// SPDX-License-Identifier: Apache-2.0
#include "image/token_bytes.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace memosaic::image_core {
namespace {

constexpr std::size_t longest_token_bytes = 64;

/// Where bytes meet others, so many of them share one place in messages.
constexpr std::size_t told_apart = 16;

}  // namespace

void token_bytes::go_to(int128 at) {
  flush();
  at_ = at;
}

void token_bytes::lose_place() {
  flush();
  at_.reset();
}

void token_bytes::leave_hole(unsigned size) {
  flush();
  if (at_) *at_ += static_cast<int128>(size);
}

void token_bytes::put(std::size_t offset, bytes_view bytes) {
  if (!at_) return;
  if (bytes_.size() - gathered_ < longest_token_bytes) flush();
  if (gathered_ == 0) first_offset_ = offset;
  std::copy(bytes.begin(), bytes.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(gathered_));
  gathered_ += bytes.size();
  *at_ += static_cast<int128>(bytes.size());
}

bytes_view token_bytes::put_spaced() {
  if (bytes_.size() - gathered_ < longest_token_bytes) flush();
  const std::size_t offset = scanner_.offset();
  const auto read = scanner_.read_spaced_bytes(std::span(bytes_).subspan(gathered_));
  const auto bytes = bytes_view(bytes_).subspan(gathered_, read);
  if (!at_) return bytes;
  if (gathered_ == 0) first_offset_ = offset;
  gathered_ += read;
  *at_ += static_cast<int128>(read);
  return bytes;
}

void token_bytes::problem(std::size_t offset, std::string_view reason) {
  flush();
  into_.problem(scanner_.place_of(offset), reason);
}

void token_bytes::flush() {
  const std::size_t size = std::exchange(gathered_, 0);
  if (size == 0) return;
  const int128 start = *at_ - static_cast<int128>(size);
  std::size_t offset = first_offset_;
  for (std::size_t done = 0; done < size;) {
    const int128 at = start + static_cast<int128>(done);
    std::size_t part = into_.place(at, size - done).size();
    if (part == 0) part = std::min(told_apart, size - done);
    into_.write(at, bytes_view(bytes_).subspan(done, part), scanner_.place_of(offset));
    done += part;
    if (done < size) offset = scanner_.behind_bytes(offset, part);
  }
}

}  // namespace memosaic::image_core
