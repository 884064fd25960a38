// SPDX-License-Identifier: Apache-2.0
#include "table/key_spill_sorter.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "memosaic/bytes/checked.hpp"
#include "os/errors.hpp"

namespace memosaic::table_core {
namespace {

constexpr std::uint64_t smallest_chunk = 64;
constexpr std::uint64_t biggest_chunk = std::uint64_t{256} << 10U;
constexpr std::size_t window_size = std::size_t{256} << 10U;
constexpr std::size_t longest_length = 10;  // bytes of 7 bits each

/// Eight to a partition: the last of each is half empty on average.
std::size_t chunk_size_for(std::uint64_t memory_limit, std::uint64_t partitions) noexcept {
  const std::uint64_t even = memory_limit / (8 * partitions);
  return static_cast<std::size_t>(std::clamp(even, smallest_chunk, biggest_chunk));
}

std::size_t put_length(std::array<std::byte, longest_length>& to, std::uint64_t length) noexcept {
  std::size_t size = 0;
  for (; length >= 0x80; length >>= 7U) to[size++] = static_cast<std::byte>((length & 0x7fU) | 0x80U);
  to[size++] = static_cast<std::byte>(length);
  return size;
}

}  // namespace

key_spill_sorter::key_spill_sorter(std::uint32_t partitions, std::uint64_t memory_limit, std::filesystem::path folder)
    : chunk_size_(chunk_size_for(memory_limit, std::max(1U, partitions))),
      most_chunks_(static_cast<std::size_t>(
          std::clamp<std::uint64_t>(memory_limit / chunk_size_, 1, std::numeric_limits<std::uint32_t>::max()))),
      folder_(std::move(folder)),
      partitions_(partitions) {
  if (partitions == 0) throw std::invalid_argument("records are sorted into at least one partition: found 0");
}

void key_spill_sorter::add(std::uint32_t partition, std::span<const bytes_view> parts) {
  require_index(partition, partitions_.size());
  partition_state& to = partitions_[partition];
  std::size_t length = 0;
  for (const bytes_view part : parts) length = add_sizes(length, part.size());
  std::array<std::byte, longest_length> head;
  append(to, bytes_view(head).first(put_length(head, length)));
  for (const bytes_view part : parts) append(to, part);
  ++to.records;
  to.bytes += length;
  ++records_;
}

void key_spill_sorter::append(partition_state& to, bytes_view bytes) {
  while (!bytes.empty()) {
    if (to.chunks.empty() || to.used == chunk_size_) open_chunk(to);
    const std::size_t count = std::min(bytes.size(), chunk_size_ - to.used);
    std::memcpy(chunks_[to.chunks.back()].get() + to.used, bytes.data(), count);
    to.used += count;
    bytes = bytes.subspan(count);
  }
}

void key_spill_sorter::open_chunk(partition_state& to) {
  if (free_.empty() && chunks_.size() == most_chunks_) spill();
  if (free_.empty()) {
    free_.reserve(chunks_.size() + 1);
    chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(chunk_size_));
    free_.push_back(static_cast<std::uint32_t>(chunks_.size() - 1));
  }
  to.chunks.push_back(free_.back());
  free_.pop_back();
  to.used = 0;
}

void key_spill_sorter::spill() {
  if (!file_) file_.emplace(folder_);
  std::vector<::iovec> parts;
  std::uint64_t offset = file_->size();
  for (partition_state& partition : partitions_) {
    if (partition.chunks.empty()) continue;
    const std::uint64_t start = offset;
    for (const std::uint32_t chunk : partition.chunks) {
      const std::size_t size = chunk == partition.chunks.back() ? partition.used : chunk_size_;
      parts.push_back({chunks_[chunk].get(), size});
      offset += size;
    }
    partition.extents.push_back({start, offset - start});
  }
  file_->append(parts);
  for (partition_state& partition : partitions_) {
    free_.insert(free_.end(), partition.chunks.begin(), partition.chunks.end());
    partition.chunks.clear();
  }
}

void key_spill_sorter::finish() {
  if (!file_) return;
  spill();
  for (partition_state& partition : partitions_) partition.chunks.shrink_to_fit();
  free_.clear();
  chunks_.clear();
}

key_spill_reader::key_spill_reader(const key_spill_sorter& from, std::uint32_t partition)
    : from_(from), partition_(from.partitions_.at(partition)) {}

std::optional<bytes_view> key_spill_reader::next() {
  if (!has(1)) return std::nullopt;
  const std::uint64_t length = next_length();
  // What was written cannot be longer; the file is ours, but its device may have changed it.
  if (length > partition_.bytes || !has(static_cast<std::size_t>(length))) {
    os::throw_error(EIO, "temporary records have changed", from_.folder_);
  }
  const bytes_view record(window_.data() + start_, static_cast<std::size_t>(length));
  start_ += record.size();
  return record;
}

std::uint64_t key_spill_reader::next_length() {
  std::uint64_t length = 0;
  for (unsigned shift = 0; shift < 64 && has(1); shift += 7) {
    const auto byte = std::to_integer<std::uint64_t>(window_[start_++]);
    length |= (byte & 0x7fU) << shift;
    if (byte < 0x80) return length;
  }
  os::throw_error(EIO, "temporary records have changed", from_.folder_);
}

/// Whether so many bytes are left; they are in the window then.
bool key_spill_reader::has(std::size_t size) {
  if (stop_ - start_ < size) fill(size);
  return stop_ - start_ >= size;
}

void key_spill_reader::fill(std::size_t size) {
  if (window_.size() < std::max(size, window_size)) window_.resize(std::max(size, window_size));
  std::copy(window_.begin() + static_cast<std::ptrdiff_t>(start_), window_.begin() + static_cast<std::ptrdiff_t>(stop_),
            window_.begin());
  stop_ -= start_;
  start_ = 0;
  while (stop_ < window_.size()) {
    const std::size_t count = read_some(mutable_bytes_view(window_).subspan(stop_));
    if (count == 0) return;
    stop_ += count;
  }
}

/// Reads from one extent or chunk; 0 is the end.
std::size_t key_spill_reader::read_some(mutable_bytes_view target) {
  const std::size_t extents = partition_.extents.size();
  while (source_ < extents + partition_.chunks.size()) {
    const bool in_file = source_ < extents;
    const bool is_last = source_ + 1 == extents + partition_.chunks.size();
    const std::uint64_t size = in_file   ? partition_.extents[source_].size
                               : is_last ? partition_.used
                                         : from_.chunk_size_;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(size - source_read_, target.size()));
    if (count == 0) {
      ++source_;
      source_read_ = 0;
      continue;
    }
    if (in_file) {
      from_.file_->read(partition_.extents[source_].offset + source_read_, target.first(count));
    } else {
      std::memcpy(target.data(), from_.chunks_[partition_.chunks[source_ - extents]].get() + source_read_, count);
    }
    source_read_ += count;
    return count;
  }
  return 0;
}

}  // namespace memosaic::table_core
