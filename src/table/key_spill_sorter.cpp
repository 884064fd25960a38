// SPDX-License-Identifier: Apache-2.0
#include "table/key_spill_sorter.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <utility>

#include "memosaic/bytes/checked.hpp"

namespace memosaic::table_core {
namespace {

constexpr std::uint64_t smallest_batch = 512;
constexpr std::uint64_t biggest_batch = std::uint64_t{1} << 20U;  // two of them fit into a second-level cache
constexpr std::size_t parts_at_once = 1024;

/// So that most of the memory holds sorted batches, and their starts are few beside their bytes.
std::size_t batch_size_for(std::uint64_t memory_limit, std::uint64_t partitions) noexcept {
  const std::uint64_t even = std::clamp(memory_limit / 128, smallest_batch, biggest_batch);
  return static_cast<std::size_t>(std::max(even, std::min(64 * partitions, memory_limit / 8)));
}

}  // namespace

key_spill_sorter::key_spill_sorter(std::uint32_t partitions, std::uint64_t memory_limit, std::filesystem::path folder,
                                   const partition_rule* rule, bool aside)
    : limit_(memory_limit),
      batch_size_(batch_size_for(memory_limit, partitions)),
      most_batches_(1),
      folder_(std::move(folder)),
      counts_(partitions),
      rule_(rule),
      aside_(aside) {
  if (partitions == 0) throw std::invalid_argument("records are sorted into at least one partition: found 0");
  const std::uint64_t open = memory();
  if (limit_ > open) {
    most_batches_ =
        static_cast<std::size_t>(std::max<std::uint64_t>(1, (limit_ - open) / (batch_size_ + starts_size())));
  }
}

std::uint64_t key_spill_sorter::starts_size() const noexcept { return 8 * (std::uint64_t{counts_.size()} + 1); }

partition_starts key_spill_sorter::no_starts() const { return {std::vector<std::uint64_t>(counts_.size() + 1)}; }

/// A batch that is filled notes as much of its records as it holds of them.
std::uint64_t key_spill_sorter::memory() const noexcept {
  const std::uint64_t sorted = (memory_ ? memory_->batches() : 0) * batch_size_;
  const std::uint64_t filled = file_ && !open_ ? 0 : (aside_ ? 4 : 2) * std::uint64_t{batch_size_};
  return sorted + single_bytes_ + batches_.size() * starts_size() + filled;
}

void key_spill_sorter::add(std::uint32_t partition, std::span<const bytes_view> parts) {
  require_index(partition, counts_.size());
  std::uint64_t length = 0;
  for (const bytes_view part : parts) {
    const auto sum = checked_add(length, part.size());
    if (!sum) throw std::length_error("a record is larger than memory");
    length = *sum;
  }
  if (!open_) open_.emplace(batch_size_);
  if (!open_->add(partition, parts, length)) {
    seal();
    if (!open_->add(partition, parts, length)) add_long(partition, parts, length);
  }
  ++records_;
}

/// Sorts what is open.
void key_spill_sorter::seal() {
  if (open_->empty()) return;
  const bool is_full =
      (memory_ && memory_->batches() == most_batches_) || memory() + batch_size_ + starts_size() > limit_;
  if (is_full) spill_batches();
  if (sorting_) sorting_->wait();
  if (!memory_) memory_.emplace(batch_size_, most_batches_);
  batches_.push_back({nullptr, 0, no_starts()});
  std::byte* const target = memory_->take();
  batches_.back().bytes = target;
  if (aside_ && !sorting_) sorting_ = std::make_unique<batch_sorting>(batch_size_, counts_, rule_);
  if (sorting_) {
    sorting_->begin(*open_, target, batches_.back().starts);
  } else {
    open_->sort_into(target, batches_.back().starts, counts_, rule_);
  }
}

/// The last one has as much memory as it needs.
void key_spill_sorter::seal_last() {
  if (sorting_) sorting_->wait();
  if (!open_ || open_->empty()) return;
  batches_.push_back({nullptr, 0, no_starts()});
  std::byte* const target = add_single(open_->size());
  batches_.back().bytes = target;
  open_->sort_into(target, batches_.back().starts, counts_, rule_);
}

void key_spill_sorter::add_long(std::uint32_t partition, std::span<const bytes_view> parts, std::uint64_t length) {
  std::byte head[longest_length];
  const std::size_t head_size = put_length(head, length);
  const std::uint64_t size = add_sizes(head_size, static_cast<std::size_t>(length));
  if (sorting_) sorting_->wait();
  if (memory() > limit_ || size > limit_ - memory()) spill_batches();
  auto whole = std::make_unique_for_overwrite<std::byte[]>(static_cast<std::size_t>(size));
  std::byte* to = std::copy_n(head, head_size, whole.get());
  for (const bytes_view part : parts) to = std::copy(part.begin(), part.end(), to);

  if (rule_ != nullptr) partition = rule_->partition_of({whole.get() + head_size, static_cast<std::size_t>(length)});
  ++counts_[partition].records;
  counts_[partition].bytes += length;
  partition_starts starts = no_starts();
  std::fill(starts.all.begin() + partition + 1, starts.all.end(), size);
  batches_.push_back({whole.get(), 0, std::move(starts)});
  single_.push_back(std::move(whole));
  single_bytes_ += size;
  if (memory() > limit_) spill_batches();
}

std::byte* key_spill_sorter::add_single(std::uint64_t size) {
  single_.push_back(std::make_unique_for_overwrite<std::byte[]>(static_cast<std::size_t>(size)));
  single_bytes_ += size;
  return single_.back().get();
}

/// Writes all sorted batches as one run.
void key_spill_sorter::spill_batches() {
  if (sorting_) sorting_->wait();
  if (batches_.empty()) return;
  if (!file_) file_.emplace(folder_);
  sorted_run run{nullptr, file_->size(), no_starts()};
  std::vector<::iovec> parts;
  parts.reserve(parts_at_once);
  std::uint64_t size = 0;
  for (std::uint32_t partition = 0; partition < partitions(); ++partition) {
    for (const sorted_run& batch : batches_) {
      const std::uint64_t start = batch.starts.of(partition);
      const std::uint64_t count = batch.starts.of(partition + 1) - start;
      if (count == 0) continue;
      parts.push_back({const_cast<std::byte*>(batch.bytes + start), static_cast<std::size_t>(count)});
      size += count;
      if (parts.size() == parts_at_once) {
        file_->append(parts);
        parts.clear();
      }
    }
    run.starts.all[partition + 1] = size;
  }
  file_->append(parts);
  spilled_.push_back(std::move(run));
  batches_.clear();
  single_.clear();
  single_bytes_ = 0;
  if (memory_) memory_->reuse();
}

void key_spill_sorter::finish() {
  seal_last();
  sorting_.reset();
  open_.reset();
  if (file_) move_to_file();
}

void key_spill_sorter::move_to_file() {
  spill_batches();
  memory_.reset();
}

}  // namespace memosaic::table_core
