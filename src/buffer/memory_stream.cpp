// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/memory_stream.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>

#include "buffer/stable_bytes.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/copy.hpp"

namespace memosaic {
namespace {

constexpr std::uint64_t last_position = INT64_MAX;

/// How many bytes the line at the front has, its line feed included.
std::size_t line_length(bytes_view bytes) noexcept {
  if (bytes.empty()) return 0;
  const void* const end = std::memchr(bytes.data(), '\n', bytes.size());
  if (end == nullptr) return bytes.size();
  return static_cast<std::size_t>(static_cast<const std::byte*>(end) - bytes.data()) + 1;
}

}  // namespace

bytes_view memory_stream::rest() const noexcept {
  const auto all = where_.bytes();
  return all.subspan(std::min(position_, all.size()));
}

memosaic::view memory_stream::take(std::size_t count) noexcept {
  const auto start = position_;
  position_ += count;
  return where_.sub(start, position_).view();
}

memosaic::view memory_stream::read(std::size_t most) { return take(std::min(most, rest().size())); }

std::size_t memory_stream::read_into(mutable_bytes_view target) noexcept {
  const auto source = rest();
  const auto count = std::min(target.size(), source.size());
  if (count != 0) std::memmove(target.data(), source.data(), count);
  position_ += count;
  return count;
}

memosaic::view memory_stream::readline(std::size_t most) {
  const auto source = rest();
  return take(line_length(source.first(std::min(most, source.size()))));
}

std::vector<memosaic::view> memory_stream::readlines() {
  std::vector<memosaic::view> lines;
  const auto start = position_;
  try {
    while (!rest().empty()) lines.push_back(readline());
  } catch (...) {
    position_ = start;
    throw;
  }
  return lines;
}

void memory_stream::write(bytes_view bytes) {
  if (bytes.empty()) return;
  const auto stop = add_sizes(position_, bytes.size());
  const auto old_size = size();
  if (stop <= old_size) {
    copy_to(bytes, where_.mutable_bytes(), position_);
  } else {
    const stable_bytes kept(bytes, where_.owner_bytes());
    if (position_ <= old_size) {
      // What is new is the end of `bytes`: as the pattern of the growth it is written once, not after zeros.
      const auto inside = old_size - position_;
      where_.resize(stop, kept.bytes().subspan(inside));
      copy_to(kept.bytes().first(inside), where_.mutable_bytes(), position_);
    } else {
      where_.resize(stop, buffer::zero);
      copy_to(kept.bytes(), where_.mutable_bytes(), position_);
    }
  }
  position_ = stop;
}

std::size_t memory_stream::seek(std::int64_t distance, seek_from from) {
  const std::uint64_t base = from == seek_from::start ? 0 : from == seek_from::current ? position_ : size();
  const bool back = distance < 0;
  const auto magnitude = back ? 0 - static_cast<std::uint64_t>(distance) : static_cast<std::uint64_t>(distance);
  const auto target =
      back ? (magnitude <= base ? std::optional(base - magnitude) : std::nullopt) : checked_add(base, magnitude);
  if (!target || *target > last_position) {
    throw std::out_of_range("a position " + std::to_string(distance) + " from " + std::to_string(base) +
                            " is not in [0, 2^63)");
  }
  position_ = static_cast<std::size_t>(*target);
  return position_;
}

void memory_stream::truncate(std::size_t size) {
  if (size == npos) size = position_;
  where_.resize(size, buffer::zero);
}

}  // namespace memosaic
