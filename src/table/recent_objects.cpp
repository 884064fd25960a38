// SPDX-License-Identifier: Apache-2.0
#include "table/recent_objects.hpp"

#include <algorithm>

namespace memosaic::table_core {
namespace {

constexpr std::uint64_t bytes_of_entry = 200;

}  // namespace

std::optional<std::size_t> recent_objects::find(const void* identity, const field_type& type) {
  const auto found = known_.find(identity);
  if (found == known_.end()) return std::nullopt;
  const auto& places = found->second->places;
  const auto place =
      std::find_if(places.begin(), places.end(), [&](const auto& each) { return each.first.same_object(type); });
  if (place == places.end()) return std::nullopt;
  entries_.splice(entries_.begin(), entries_, found->second);
  return place->second;
}

void recent_objects::add(placed each, std::uint64_t packed_bytes) {
  const std::uint64_t bytes = packed_bytes + bytes_of_entry;
  const void* const identity = each.object.identity();
  if (const auto found = known_.find(identity); found != known_.end()) {
    entry& known = *found->second;
    known.places.emplace_back(std::move(each.type), each.at);
    known.bytes += bytes;
    entries_.splice(entries_.begin(), entries_, found->second);
  } else {
    entries_.push_front({std::move(each.object), {{std::move(each.type), each.at}}, bytes});
    known_.emplace(identity, entries_.begin());
  }
  bytes_ += bytes;
  while (bytes_ > most_bytes_) {
    bytes_ -= entries_.back().bytes;
    known_.erase(entries_.back().object.identity());
    entries_.pop_back();
  }
}

}  // namespace memosaic::table_core
