// SPDX-License-Identifier: Apache-2.0
#include "os/watched_regions.hpp"

#include <array>
#include <bit>
#include <limits>
#include <memory>
#include <new>

#include "os/calls.hpp"

namespace memosaic::os {
namespace {

constexpr unsigned page_bits = 12;  // of the smallest page that any system has
constexpr unsigned fan_bits = 4;
constexpr std::size_t fan = std::size_t{1} << fan_bits;
constexpr unsigned levels = (std::numeric_limits<std::uintptr_t>::digits - page_bits) / fan_bits;

struct node;
struct slot {
  std::atomic<watched_region*> first{nullptr};   ///< holds the slot's first page
  std::atomic<watched_region*> second{nullptr};  ///< begins behind it
  std::atomic<node*> below{nullptr};
};
struct node {
  std::array<slot, fan> slots;
};
constinit node root;

/// Where a region belongs: slots `[first_slot, last_slot]` of a level. Slots of level 0 are pages.
struct place {
  explicit place(const watched_region& region) noexcept
      : first_page(region.start.load(std::memory_order_relaxed) >> page_bits) {
    const std::uintptr_t last_page = (region.stop.load(std::memory_order_relaxed) - 1) >> page_bits;
    level = (static_cast<unsigned>(std::bit_width(last_page - first_page + 1)) - 1) / fan_bits;
    first_slot = first_page >> (level * fan_bits);
    last_slot = last_page >> (level * fan_bits);
  }

  /// Whether the region begins behind the first page of this slot, which can be its first slot only.
  [[nodiscard]] bool begins_inside(std::uintptr_t number) const noexcept {
    return (number << (level * fan_bits)) < first_page;
  }

  std::uintptr_t first_page;
  std::uintptr_t first_slot;
  std::uintptr_t last_slot;
  unsigned level;
};

node& below_of(slot& above) {
  if (node* const there = above.below.load(std::memory_order_acquire)) return *there;
  auto made = std::make_unique<node>();
  node* expected = nullptr;
  if (above.below.compare_exchange_strong(expected, made.get(), std::memory_order_acq_rel)) return *made.release();
  return *expected;
}

/// The slot with this number on this level; makes the nodes above it. Errors: `std::bad_alloc`.
slot& slot_at(unsigned level, std::uintptr_t number) {
  node* at = &root;
  for (unsigned above = levels - 1; above > level; --above) {
    at = &below_of(at->slots[(number >> ((above - level) * fan_bits)) % fan]);
  }
  return at->slots[number % fan];
}

/// Writes `content` wherever the region belongs; its nodes are there.
void enter(const place& where, watched_region* content) {
  for (std::uintptr_t number = where.first_slot; number <= where.last_slot; ++number) {
    slot& at = slot_at(where.level, number);
    (where.begins_inside(number) ? at.second : at.first).store(content, std::memory_order_release);
  }
}

/// Whether the record stands for a region that holds the address. One that changes meanwhile does not: nobody may read
/// pages that are being mapped or unmapped.
bool holds(const watched_region& region, std::uintptr_t address) noexcept {
  const std::uint32_t before = region.version.load(std::memory_order_acquire);
  if (before % 2 != 0) return false;
  const std::uintptr_t start = region.start.load(std::memory_order_acquire);
  const std::uintptr_t stop = region.stop.load(std::memory_order_acquire);
  return region.version.load(std::memory_order_acquire) == before && start <= address && address < stop;
}

// Records lie in chunks, each twice as large as the one before, and are told by their numbers, from 1. The list of the
// free ones begins with a number and a count of its changes: a record that was taken and came back shows.
constexpr unsigned smallest_chunk_bits = 6;
constexpr std::uint32_t smallest_chunk = std::uint32_t{1} << smallest_chunk_bits;
constinit std::array<std::atomic<watched_region*>, 24> chunks{};
constinit std::atomic<std::uint32_t> records_made{0};
constinit std::atomic<std::uint64_t> free_records{0};

struct record_place {
  explicit record_place(std::uint32_t number) noexcept {
    const std::uint32_t counted = number - 1 + smallest_chunk;
    chunk = static_cast<unsigned>(std::bit_width(counted)) - 1 - smallest_chunk_bits;
    index = counted - (smallest_chunk << chunk);
  }
  unsigned chunk;
  std::uint32_t index;
};

watched_region& record(std::uint32_t number) noexcept {
  const record_place at(number);
  return chunks[at.chunk].load(std::memory_order_acquire)[at.index];
}

watched_region* make_chunk(unsigned chunk) {
  auto made = std::make_unique<watched_region[]>(std::size_t{smallest_chunk} << chunk);
  const std::uint32_t first = (smallest_chunk << chunk) - smallest_chunk + 1;
  for (std::uint32_t i = 0; i < smallest_chunk << chunk; ++i) made[i].number = first + i;
  watched_region* expected = nullptr;
  if (!chunks[chunk].compare_exchange_strong(expected, made.get(), std::memory_order_acq_rel)) return expected;
  return made.release();
}

watched_region& new_record() {
  for (std::uint32_t made = records_made.load(std::memory_order_relaxed);;) {
    const record_place at(made + 1);
    if (at.chunk >= chunks.size()) throw std::bad_alloc();
    watched_region* chunk = chunks[at.chunk].load(std::memory_order_acquire);
    if (chunk == nullptr) chunk = make_chunk(at.chunk);
    if (records_made.compare_exchange_weak(made, made + 1, std::memory_order_relaxed)) return chunk[at.index];
  }
}

constexpr std::uint64_t list_head(std::uint64_t before, std::uint32_t number) noexcept {
  return (((before >> 32) + 1) << 32) | number;
}

watched_region& take_record() {
  std::uint64_t head = free_records.load(std::memory_order_acquire);
  while (static_cast<std::uint32_t>(head) != 0) {
    watched_region& first = record(static_cast<std::uint32_t>(head));
    const std::uint32_t next = first.next_free.load(std::memory_order_relaxed);
    if (free_records.compare_exchange_weak(head, list_head(head, next), std::memory_order_acq_rel)) return first;
  }
  return new_record();
}

void give_back(watched_region& region) noexcept {
  std::uint64_t head = free_records.load(std::memory_order_acquire);
  do {
    region.next_free.store(static_cast<std::uint32_t>(head), std::memory_order_relaxed);
  } while (!free_records.compare_exchange_weak(head, list_head(head, region.number), std::memory_order_acq_rel));
}

}  // namespace

region_watch::region_watch(std::byte* address, std::size_t size, bool writable, const char* name)
    : region_(take_record()) {
  // The version is odd: whoever meets the record now passes it by.
  const auto start = std::bit_cast<std::uintptr_t>(address);
  const std::size_t into_page = size % page_size();
  region_.start.store(start, std::memory_order_release);
  region_.stop.store(start + size + (into_page == 0 ? 0 : page_size() - into_page), std::memory_order_release);
  region_.name.store(name, std::memory_order_release);
  region_.writable.store(writable, std::memory_order_release);
  region_.damaged.store(false, std::memory_order_release);
  const place where(region_);
  try {
    static_cast<void>(slot_at(where.level, where.first_slot));
    static_cast<void>(slot_at(where.level, where.last_slot));
  } catch (const std::bad_alloc&) {
    give_back(region_);
    throw;
  }
  region_.version.fetch_add(1, std::memory_order_release);
  enter(where, &region_);
}

region_watch::~region_watch() {
  enter(place(region_), nullptr);
  region_.version.fetch_add(1, std::memory_order_release);
  give_back(region_);
}

watched_region* find_watched(const void* address) noexcept {
  const auto wanted = std::bit_cast<std::uintptr_t>(address);
  const node* at = &root;
  for (unsigned level = levels; level-- > 0 && at != nullptr;) {
    const slot& here = at->slots[(wanted >> (page_bits + level * fan_bits)) % fan];
    for (const auto* const entry : {&here.first, &here.second}) {
      watched_region* const region = entry->load(std::memory_order_acquire);
      if (region != nullptr && holds(*region, wanted)) return region;
    }
    at = here.below.load(std::memory_order_acquire);
  }
  return nullptr;
}

}  // namespace memosaic::os
