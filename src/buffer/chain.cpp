// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/chain.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "buffer/heap_block.hpp"
#include "buffer/placement.hpp"
#include "memosaic/bytes/checked.hpp"

namespace memosaic {

chain::chain(std::vector<view> parts) {
  parts_.reserve(parts.size());
  stops_.reserve(parts.size());
  for (view& part : parts) append(std::move(part));
}

void chain::make_room(std::size_t count) {
  const auto needed = parts_.size() + count;
  if (needed > parts_.capacity()) parts_.reserve(std::max(needed, 2 * parts_.capacity()));
  if (needed > stops_.capacity()) stops_.reserve(std::max(needed, 2 * stops_.capacity()));
}

void chain::append(view part) {
  if (part.empty()) return;
  const auto stop = add_sizes(size(), part.size());
  make_room(1);
  parts_.push_back(std::move(part));
  stops_.push_back(stop);
}

void chain::append(const chain& parts) {
  static_cast<void>(add_sizes(size(), parts.size()));
  const auto count = parts.parts_.size();  // taken first: `parts` may be this chain
  make_room(count);
  for (std::size_t segment = 0; segment < count; ++segment) append(parts.parts_[segment]);
}

std::size_t chain::segment_at(std::size_t index) const noexcept {
  return static_cast<std::size_t>(std::ranges::upper_bound(stops_, index) - stops_.begin());
}

std::byte chain::at(std::size_t index) const {
  require_index(index, size());
  const auto segment = segment_at(index);
  return parts_[segment][index - start_of(segment)];
}

chain chain::sub(std::size_t start, std::size_t stop) const {
  if (stop == npos) stop = size();
  require_range(start, stop, size());
  chain part;
  if (start == stop) return part;
  const auto first = segment_at(start);
  const auto last = segment_at(stop - 1);
  part.parts_.reserve(last - first + 1);
  part.stops_.reserve(last - first + 1);
  for (auto segment = first; segment <= last; ++segment) {
    const auto begin = start_of(segment);
    part.append(parts_[segment].sub(std::max(start, begin) - begin, std::min(stop, stops_[segment]) - begin));
  }
  return part;
}

void chain::copy_to(mutable_bytes_view target) const {
  require_run(0, size(), target.size());
  const bytes_view written(target.data(), size());
  if (std::ranges::any_of(parts_, [&](const view& part) { return overlaps(part.bytes(), written); })) {
    const view taken_first = heap_block::frozen_gather(parts_, size());
    std::memcpy(target.data(), taken_first.data(), taken_first.size());
    return;
  }
  std::byte* place = target.data();
  for (const view& part : parts_) place = std::ranges::copy(part, place).out;
}

view chain::coalesce() const {
  if (empty()) return view();
  if (parts_.size() == 1) return parts_.front();
  return heap_block::frozen_gather(parts_, size());
}

chain chain::compact(std::size_t smallest) const {
  chain result;
  for (std::size_t first = 0, last = 0; first < parts_.size(); first = last) {
    while (last < parts_.size() && parts_[last].size() < smallest) ++last;
    if (last - first > 1) {
      const std::span<const view> run(&parts_[first], last - first);
      result.append(heap_block::frozen_gather(run, stops_[last - 1] - start_of(first)));
    } else if (last - first == 1) {
      result.append(parts_[first].compact(smallest));
    } else {
      result.append(parts_[last++]);
    }
  }
  return result;
}

}  // namespace memosaic
