// SPDX-License-Identifier: Apache-2.0
#include "table/key_groups.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <stdexcept>
#include <string>

#include "table/perfect_hash_shape.hpp"

namespace memosaic::table_core {
namespace {

/// Up to here, moving each item to its place one by one is quickest.
constexpr std::size_t few_items = 24;

template <typename Iterator, typename Less>
void sort_run(Iterator first, Iterator last, const Less& less) {
  if (static_cast<std::size_t>(last - first) > few_items) {
    std::sort(first, last, less);
    return;
  }
  for (auto next = first; next != last; ++next) {
    const auto moving = *next;
    auto hole = next;
    for (; hole != first && less(moving, *(hole - 1)); --hole) *hole = *(hole - 1);
    *hole = moving;
  }
}

}  // namespace

void key_groups::arrange(std::span<const key_hash> hashes, std::uint64_t partitions) {
  if (hashes.size() >= std::numeric_limits<std::uint32_t>::max()) {
    throw std::length_error("a partition has more records than 32 bits can number: " + std::to_string(hashes.size()));
  }
  hashes_.clear();
  starts_.clear();
  records_.clear();
  distribute(hashes, partitions);
  hashes_.reserve(items_.size());
  starts_.reserve(items_.size() + 1);
  records_.resize(items_.size());
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const key_hash& hash = hashes[items_[i].record];
    if (i == 0 || hash != hashes_.back()) {
      starts_.push_back(static_cast<std::uint32_t>(i));
      hashes_.push_back(hash);
    }
    records_[i] = items_[i].record;
  }
  starts_.push_back(static_cast<std::uint32_t>(items_.size()));
  std::vector<item>().swap(items_);
  std::vector<std::uint32_t>().swap(counts_);
}

/// Hashes are spread evenly, so their upper bits nearly sort them: about one item falls to a count.
void key_groups::distribute(std::span<const key_hash> hashes, std::uint64_t partitions) {
  const unsigned used = std::max(1U, static_cast<unsigned>(std::bit_width(hashes.size())));
  const auto bin_of = [&](const key_hash& hash) {
    return static_cast<std::size_t>(place_of(hash, partitions).remainder >> (64U - used));
  };
  counts_.assign((std::size_t{1} << used) + 1, 0);
  for (const auto& hash : hashes) ++counts_[bin_of(hash) + 1];
  for (std::size_t bin = 1; bin < counts_.size(); ++bin) counts_[bin] += counts_[bin - 1];
  items_.resize(hashes.size());
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    items_[counts_[bin_of(hashes[i])]++] = {hashes[i].place, static_cast<std::uint32_t>(i)};
  }
  // Most places differ; where two are equal, what else is known of them is looked up.
  const auto less = [&](const item& a, const item& b) {
    if (a.place != b.place) return a.place < b.place;
    const std::uint64_t of_a = hashes[a.record].spread;
    const std::uint64_t of_b = hashes[b.record].spread;
    return of_a != of_b ? of_a < of_b : a.record < b.record;
  };
  // Each count is now the end of its bin.
  std::size_t start = 0;
  for (std::size_t bin = 0; bin + 1 < counts_.size(); ++bin) {
    const std::size_t stop = counts_[bin];
    if (stop - start > 1) {
      sort_run(items_.begin() + static_cast<std::ptrdiff_t>(start), items_.begin() + static_cast<std::ptrdiff_t>(stop),
               less);
    }
    start = stop;
  }
}

}  // namespace memosaic::table_core
