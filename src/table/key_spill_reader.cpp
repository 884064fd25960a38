// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cerrno>

#include "memosaic/bytes/checked.hpp"
#include "os/errors.hpp"
#include "table/key_spill_sorter.hpp"

namespace memosaic::table_core {
namespace {

constexpr std::size_t window_size = std::size_t{256} << 10U;

}  // namespace

void refuse_stored(const std::filesystem::path& folder) {
  os::throw_error(EIO, "temporary records have changed", folder);
}

std::uint64_t key_spill_pieces::bytes_to_read(const key_spill_sorter& from, std::uint32_t first,
                                              std::uint32_t stop) noexcept {
  std::uint64_t size = 0;
  for (const auto& run : from.spilled_) size += run.starts.of(stop) - run.starts.of(first);
  return size;
}

void key_spill_pieces::read(const key_spill_sorter& from, std::uint32_t first, std::uint32_t stop) {
  pieces_.clear();
  const auto wanted = static_cast<std::size_t>(bytes_to_read(from, first, stop));
  if (wanted > capacity_) {
    capacity_ = 0;
    buffer_.reset();
    buffer_ = std::make_unique_for_overwrite<std::byte[]>(wanted);
    capacity_ = wanted;
  }
  mutable_bytes_view room(buffer_.get(), wanted);
  for (const auto& run : from.spilled_) {
    const auto size = static_cast<std::size_t>(run.starts.of(stop) - run.starts.of(first));
    if (size == 0) continue;
    from.file_->read(run.offset + run.starts.of(first), room.first(size));
    pieces_.emplace_back(room.first(size));
    room = room.subspan(size);
  }
  for (const auto& run : from.batches_) {
    const std::uint64_t start = run.starts.of(first);
    if (const std::uint64_t end = run.starts.of(stop); end != start) {
      pieces_.emplace_back(run.bytes + start, static_cast<std::size_t>(end - start));
    }
  }
}

key_spill_reader::key_spill_reader(const key_spill_sorter& from, std::uint32_t first, std::uint32_t stop)
    : from_(from), first_(first), stop_(stop) {
  require_range(first, stop, from.partitions());
}

std::optional<bytes_view> key_spill_reader::next() {
  if (rest_.empty() && file_size_ == 0 && !next_piece()) return std::nullopt;
  if (file_size_ != 0) {
    read_more(longest_length);
    bytes_view front = rest_;
    std::uint64_t length = 0;
    if (!take_length(front, length) || length > front.size() + file_size_) refuse_stored(from_.folder_);
    if (length > front.size()) {
      // Neither is more than what the run has.
      read_more(static_cast<std::size_t>(length) + (rest_.size() - front.size()));
    }
  }
  return take_stored(rest_, from_.folder_);
}

/// Goes on to the next run that has records of the partitions.
bool key_spill_reader::next_piece() {
  const std::size_t in_file = from_.spilled_.size();
  while (next_run_ < in_file + from_.batches_.size()) {
    const bool is_in_file = next_run_ < in_file;
    const auto& run = is_in_file ? from_.spilled_[next_run_] : from_.batches_[next_run_ - in_file];
    ++next_run_;
    const std::uint64_t start = run.starts.of(first_);
    const std::uint64_t size = run.starts.of(stop_) - start;
    if (size == 0) continue;
    if (is_in_file) {
      file_offset_ = run.offset + start;
      file_size_ = size;
    } else {
      rest_ = {run.bytes + start, static_cast<std::size_t>(size)};
    }
    return true;
  }
  return false;
}

/// So that at least `wanted` bytes, or all that are left, are in the window.
void key_spill_reader::read_more(std::size_t wanted) {
  if (rest_.size() >= wanted || file_size_ == 0) return;
  const auto window =
      static_cast<std::size_t>(std::min<std::uint64_t>(std::max(wanted, window_size), rest_.size() + file_size_));
  if (window > window_.size()) {
    std::vector<std::byte> larger(window);
    std::copy(rest_.begin(), rest_.end(), larger.begin());
    window_.swap(larger);
  } else {
    std::copy(rest_.begin(), rest_.end(), window_.begin());
  }
  const std::size_t held = rest_.size();
  from_.file_->read(file_offset_, mutable_bytes_view(window_).subspan(held, window - held));
  file_offset_ += window - held;
  file_size_ -= window - held;
  rest_ = bytes_view(window_).first(window);
}

}  // namespace memosaic::table_core
