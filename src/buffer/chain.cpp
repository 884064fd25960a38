// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/chain.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "buffer/heap_block.hpp"
#include "buffer/placement.hpp"
#include "bytes/search_bounds.hpp"
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

std::optional<std::size_t> chain::find_from(search_from from, bytes_view needle, const search_range& where) const {
  const bool backward = from == search_from::back;
  const auto bounds = detail::bound_search(size(), needle.size(), where, backward);
  if (!bounds) return std::nullopt;
  const auto stop = bounds->last + needle.size();
  const auto segment = empty() ? 0 : segment_at(std::min(bounds->start, size() - 1));
  if (needle.empty() || stop > stops_[segment]) {
    const auto match = find_all(needle, overlap::yes, from, where).begin();
    return match == std::default_sentinel ? std::nullopt : std::optional(*match);
  }
  // All of it lies in one segment; any aligned position serves as the origin.
  const auto offset = start_of(segment);
  const auto aligned = backward ? bounds->last - bounds->first : bounds->start + bounds->first;
  const search_range inside{
      .start = bounds->start - offset, .stop = stop - offset, .step = where.step, .origin = aligned - offset};
  const auto bytes = parts_[segment].bytes();
  auto found = backward ? memosaic::rfind(bytes, needle, inside) : memosaic::find(bytes, needle, inside);
  if (found) *found += offset;
  return found;
}

std::optional<std::size_t> chain::find(bytes_view needle, const search_range& where) const {
  return find_from(search_from::front, needle, where);
}

std::optional<std::size_t> chain::rfind(bytes_view needle, const search_range& where) const {
  return find_from(search_from::back, needle, where);
}

std::size_t chain::count(bytes_view needle, overlap overlapping, const search_range& where) const {
  std::size_t found = 0;
  for (auto match = find_all(needle, overlapping, search_from::front, where).begin(); match != std::default_sentinel;
       ++match) {
    ++found;
  }
  return found;
}

chain_matches chain::find_all(bytes_view needle, overlap overlapping, search_from from,
                              const search_range& where) const {
  if (where.step == 0) throw std::invalid_argument("the step of a search must be at least 1, found 0");
  return chain_matches(*this, needle, overlapping, from, where);
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
