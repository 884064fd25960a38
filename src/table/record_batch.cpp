// SPDX-License-Identifier: Apache-2.0
#include "table/record_batch.hpp"

#include <cstring>

namespace memosaic::table_core {

record_batch::record_batch(std::size_t capacity)
    : capacity_(capacity), bytes_(std::make_unique_for_overwrite<std::byte[]>(capacity)) {}

bool record_batch::add(std::uint32_t partition, std::span<const bytes_view> parts, std::uint64_t length) {
  const std::size_t left = capacity_ - used_;
  // What is noted of records takes no more memory than their bytes, however short they are.
  if (left < longest_length || left - longest_length < length || records_.size() > capacity_ / sizeof(placed_record)) {
    return false;
  }
  std::byte* const start = bytes_.get() + used_;
  std::byte* to = start + put_length(start, length);
  records_.push_back({partition, static_cast<std::uint32_t>(static_cast<std::size_t>(to - start) + length)});
  for (const bytes_view part : parts) {
    if (!part.empty()) std::memcpy(to, part.data(), part.size());
    to += part.size();
  }
  used_ = static_cast<std::size_t>(to - bytes_.get());
  return true;
}

void record_batch::sort_into(std::byte* target, partition_starts& starts, std::span<partition_count> counts,
                             const partition_rule* rule) noexcept {
  // Each start is first the next place of its partition, kept one entry behind, and ends as the start of the next one.
  std::vector<std::uint64_t>& next = starts.all;
  const std::byte* from = bytes_.get();
  for (placed_record& each : records_) {
    bytes_view record(from, each.size);
    std::uint64_t length = 0;
    static_cast<void>(take_length(record, length));
    if (rule != nullptr) each.partition = rule->partition_of(record);
    next[each.partition + 1] += each.size;
    ++counts[each.partition].records;
    counts[each.partition].bytes += length;
    from += each.size;
  }
  for (std::size_t i = 1; i < next.size(); ++i) next[i] += next[i - 1];
  const std::uint64_t all = next.back();
  for (std::size_t i = next.size() - 1; i > 0; --i) next[i] = next[i - 1];
  from = bytes_.get();
  for (const placed_record& each : records_) {
    std::memcpy(target + next[each.partition + 1], from, each.size);
    next[each.partition + 1] += each.size;
    from += each.size;
  }
  next.front() = 0;
  next.back() = all;
  records_.clear();
  used_ = 0;
}

}  // namespace memosaic::table_core
