// SPDX-License-Identifier: Apache-2.0
#include "table/perfect_hash_solver.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "memosaic/bytes/endian.hpp"
#include "table/perfect_hash_shape.hpp"

namespace memosaic::table_core {
namespace {

constexpr std::uint32_t pilot_count = 256;
constexpr std::uint32_t most_seeds = 8;
constexpr std::uint32_t no_bucket = std::numeric_limits<std::uint32_t>::max();

/// So many keys can share a bucket before no pilot is likely to part them: at this border, one of 3000 does.
constexpr bool can_be_parted(std::uint64_t keys, std::uint64_t slots) noexcept {
  return keys * keys <= 16 * slots + 256;
}

}  // namespace

std::optional<solved_partition> perfect_hash_solver::solve(std::span<const key_hash> keys, std::uint64_t partitions) {
  if (keys.size() > most_keys_of_partition || !fill_buckets(keys, partitions)) return std::nullopt;
  for (std::uint32_t attempt = 0; attempt < most_seeds; ++attempt) {
    const std::uint32_t seed = attempt * pilot_count;
    if (place_all(seed)) return result(keys, seed);
  }
  return std::nullopt;
}

/// Keys come in the order of their places, so those of a bucket come together.
bool perfect_hash_solver::fill_buckets(std::span<const key_hash> keys, std::uint64_t partitions) {
  const auto count = static_cast<std::uint32_t>(keys.size());
  buckets_ = buckets_of(count);
  slots_ = slots_of(count);
  starts_.assign(buckets_ + 1, 0);
  spreads_.resize(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    ++starts_[bucket_of(place_of(keys[i], partitions).remainder, buckets_) + 1];
    spreads_[i] = keys[i].spread;
  }
  std::uint32_t biggest = 0;
  for (std::uint32_t bucket = 1; bucket <= buckets_; ++bucket) {
    biggest = std::max(biggest, starts_[bucket]);
    starts_[bucket] += starts_[bucket - 1];
  }
  if (!can_be_parted(biggest, slots_)) return false;

  std::vector<std::uint32_t> ends(biggest + 1, 0);
  for (bucket_number bucket = 0; bucket < buckets_; ++bucket) ++ends[biggest - size_of(bucket)];
  for (std::uint32_t size = 1; size <= biggest; ++size) ends[size] += ends[size - 1];
  by_size_.resize(buckets_);
  for (bucket_number bucket = buckets_; bucket-- > 0;) by_size_[--ends[biggest - size_of(bucket)]] = bucket;
  return true;
}

bool perfect_hash_solver::place_all(std::uint32_t seed) {
  for (std::uint32_t pilot = 0; pilot < pilot_count; ++pilot) words_[pilot] = pilot_word(pilot, seed);
  pilots_.assign(buckets_, 0);
  taken_.assign((slots_ + 63) / 64, 0);
  owners_.assign(slots_, no_bucket);
  recent_.fill(no_bucket);
  chance_ = seed;
  evictions_left_ = 64 + buckets_ / 16;  // hashes that nobody chose need one for 45 buckets
  for (const bucket_number bucket : by_size_) {
    if (size_of(bucket) == 0) break;
    if (!place(bucket, 0) && !place_with_evictions(bucket)) return false;
  }
  return true;
}

bool perfect_hash_solver::place(bucket_number bucket, std::uint32_t first_pilot) {
  const auto spreads = spreads_of(bucket);
  found_.resize(std::max(found_.size(), std::max<std::size_t>(spreads.size(), 4)));
  if (spreads.size() == 1) return place_few<1>(bucket, first_pilot);
  if (spreads.size() == 2) return place_few<2>(bucket, first_pilot);
  if (spreads.size() == 3) return place_few<3>(bucket, first_pilot);
  const auto none_taken = [&](std::uint64_t word) {
    for (std::size_t i = 0; i < spreads.size(); ++i) {
      found_[i] = slot_of(spreads[i], word, slots_);
      if (taken(found_[i])) return false;
    }
    return true;
  };
  for (std::uint32_t i = 0; i < pilot_count; ++i) {
    const std::uint32_t pilot = (first_pilot + i) % pilot_count;
    if (!none_taken(words_[pilot]) || !slots_differ(spreads.size())) continue;
    settle(bucket, pilot, spreads.size());
    return true;
  }
  return false;
}

/// Small buckets come last, when most slots are taken: they take most of the time. All of their slots are tested at
/// once, which costs less than to guess wrongly which of them is the first that is taken.
template <std::size_t Keys>
bool perfect_hash_solver::place_few(bucket_number bucket, std::uint32_t first_pilot) {
  std::array<std::uint64_t, Keys> spreads;
  std::copy_n(spreads_.begin() + starts_[bucket], Keys, spreads.begin());
  const std::uint64_t* const taken_words = taken_.data();
  const std::uint32_t slots = slots_;
  for (std::uint32_t i = 0; i < pilot_count; ++i) {
    const std::uint32_t pilot = (first_pilot + i) % pilot_count;
    std::array<std::uint32_t, Keys> found;
    std::uint64_t any = 0;
    for (std::size_t k = 0; k < Keys; ++k) {
      found[k] = slot_of(spreads[k], words_[pilot], slots);
      any |= taken_words[found[k] >> 6U] >> (found[k] & 63U);
    }
    if ((any & 1U) != 0) continue;
    std::copy(found.begin(), found.end(), found_.begin());
    if (!slots_differ(Keys)) continue;
    settle(bucket, pilot, Keys);
    return true;
  }
  return false;
}

/// Takes the slots that were found.
void perfect_hash_solver::settle(bucket_number bucket, std::uint32_t pilot, std::size_t keys) {
  for (std::size_t k = 0; k < keys; ++k) {
    taken_[found_[k] >> 6U] |= std::uint64_t{1} << (found_[k] & 63U);
    owners_[found_[k]] = bucket;
  }
  pilots_[bucket] = static_cast<std::uint8_t>(pilot);
}

/// Whether the first `count` slots that were found are all different.
bool perfect_hash_solver::slots_differ(std::size_t count) {
  if (count > 16) {
    sorted_.assign(found_.begin(), found_.begin() + static_cast<std::ptrdiff_t>(count));
    std::sort(sorted_.begin(), sorted_.end());
    return std::adjacent_find(sorted_.begin(), sorted_.end()) == sorted_.end();
  }
  for (std::size_t i = 1; i < count; ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (found_[i] == found_[k]) return false;
    }
  }
  return true;
}

bool perfect_hash_solver::place_with_evictions(bucket_number bucket) {
  const auto smaller = [&](bucket_number a, bucket_number b) {
    return size_of(a) != size_of(b) ? size_of(a) < size_of(b) : a < b;
  };
  waiting_.assign(1, bucket);
  while (!waiting_.empty()) {
    std::pop_heap(waiting_.begin(), waiting_.end(), smaller);
    const bucket_number next = waiting_.back();
    waiting_.pop_back();
    const auto first_pilot = static_cast<std::uint32_t>(mixed(++chance_) % pilot_count);
    if (!place(next, first_pilot)) {
      const auto pilot = cheapest_pilot(next, first_pilot);
      if (!pilot) return false;
      const std::size_t before = waiting_.size();
      evict_for(next, *pilot);
      if (waiting_.size() - before > evictions_left_) return false;
      evictions_left_ -= waiting_.size() - before;
      for (std::size_t heaped = before + 1; heaped <= waiting_.size(); ++heaped) {
        std::push_heap(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(heaped), smaller);
      }
      if (!place(next, *pilot)) return false;
    }
    recent_[next_recent_++ % recent_.size()] = next;
  }
  return true;
}

/// The pilot for which the least has to go: small buckets are easy to place again.
std::optional<std::uint32_t> perfect_hash_solver::cheapest_pilot(bucket_number bucket, std::uint32_t first_pilot) {
  const auto spreads = spreads_of(bucket);
  std::optional<std::uint32_t> best;
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
  const auto cost_of = [&](std::uint64_t word) {
    std::uint64_t cost = 0;
    for (std::size_t i = 0; i < spreads.size() && cost < least; ++i) {
      found_[i] = slot_of(spreads[i], word, slots_);
      const bucket_number owner = owners_[found_[i]];
      if (owner == no_bucket) continue;
      if (std::find(recent_.begin(), recent_.end(), owner) != recent_.end()) return least;
      cost += std::uint64_t{size_of(owner)} * size_of(owner);
    }
    return cost;
  };
  for (std::uint32_t i = 0; i < pilot_count; ++i) {
    const std::uint32_t pilot = (first_pilot + i) % pilot_count;
    const std::uint64_t cost = cost_of(words_[pilot]);
    if (cost >= least || !slots_differ(spreads.size())) continue;
    least = cost;
    best = pilot;
  }
  return best;
}

void perfect_hash_solver::evict_for(bucket_number bucket, std::uint32_t pilot) {
  for (const std::uint64_t spread : spreads_of(bucket)) {
    const bucket_number owner = owners_[slot_of(spread, words_[pilot], slots_)];
    if (owner == no_bucket) continue;
    remove(owner);
    waiting_.push_back(owner);
  }
}

void perfect_hash_solver::remove(bucket_number bucket) {
  for (const std::uint64_t spread : spreads_of(bucket)) {
    const std::uint32_t slot = slot_of(spread, words_[pilots_[bucket]], slots_);
    taken_[slot >> 6U] &= ~(std::uint64_t{1} << (slot & 63U));
    owners_[slot] = no_bucket;
  }
}

solved_partition perfect_hash_solver::result(std::span<const key_hash> keys, std::uint32_t seed) const {
  solved_partition solved;
  const auto count = static_cast<std::uint32_t>(keys.size());
  solved.keys = count;
  solved.seed = seed;
  solved.data.resize(data_size(count));
  std::transform(pilots_.begin(), pilots_.end(), solved.data.begin(), [](std::uint8_t p) { return std::byte{p}; });

  std::byte* const list = solved.data.data() + list_offset(buckets_);
  std::uint32_t free = 0;
  for (std::uint32_t slot = count; slot < slots_; ++slot) {
    if (!taken(slot)) continue;
    while (taken(free)) ++free;
    store_unchecked(list + 2 * (slot - count), static_cast<std::uint16_t>(free++), std::endian::little);
  }
  solved.slots.resize(count);
  for (bucket_number bucket = 0; bucket < buckets_; ++bucket) {
    for (std::uint32_t i = starts_[bucket]; i < starts_[bucket + 1]; ++i) {
      const std::uint32_t slot = slot_of(spreads_[i], words_[pilots_[bucket]], slots_);
      solved.slots[i] = slot < count ? static_cast<std::uint16_t>(slot)
                                     : load_unchecked<std::uint16_t>(list + 2 * (slot - count), std::endian::little);
    }
  }
  return solved;
}

}  // namespace memosaic::table_core
