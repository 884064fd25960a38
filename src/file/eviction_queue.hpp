#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace memosaic::window_core {

/// What can stand in an `eviction_queue`: a count of its uses, and what the queue knows of it, also while it is away.
class evictable {
 public:
  /// Notes a use. Any thread, no lock; it writes only as long as that changes anything.
  void use() noexcept {
    const std::uint8_t uses = uses_.load(std::memory_order_relaxed);
    if (uses < most_uses) uses_.store(static_cast<std::uint8_t>(uses + 1), std::memory_order_relaxed);
  }

 protected:
  evictable() noexcept = default;
  ~evictable() = default;

 private:
  friend class eviction_queue;
  static constexpr std::uint8_t most_uses = 3;

  std::uint32_t place_ = 0;    ///< in the queue; 0 if it is not there
  std::uint32_t left_at_ = 0;  ///< how many had left when it did
  std::atomic<std::uint8_t> uses_{0};
  std::uint8_t left_from_ = 0;  ///< the list; 0 if it never left, or was forgotten
};

/// Says who leaves when room is needed.
///
/// New ones stand in a short queue. Who comes to its front unused leaves; who was used moves to the long queue, from
/// whose front it leaves once its uses, up to three, are used up, one each time it gets there. So a scan passes through
/// the short queue and does not touch what is hot. Who comes back soon after it left goes to the long queue at once,
/// and tells that the queue it left from was too short: that one gets longer at the expense of the other. So it is
/// neither worse than LRU where the latest is what is needed again, nor where the frequent is.
///
/// Who is held when its turn comes steps aside; those are looked through little by little.
///
/// Threads: the caller's lock, but for `evictable::use`.
/// Cost: amortised O(1).
/// Source: the queues are those of S3-FIFO (Yang, Zhang, Qiu, Yue, Rashmi: "FIFO queues are all you need for cache
/// eviction", SOSP 2023); their lengths adapt as in ARC (Megiddo, Modha, FAST 2003). With its length fixed at a tenth
/// the short queue lost up to a third of LRU's hits after a change of the hot set; adapting cost at most 0.05 on Zipf.
class eviction_queue {
 public:
  using held_test = bool (*)(const evictable&) noexcept;

  eviction_queue() = default;
  eviction_queue(const eviction_queue&) = delete;
  eviction_queue& operator=(const eviction_queue&) = delete;
  ~eviction_queue() = default;

  /// How many stand in it, those aside included.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Makes sure that the next `insert` cannot fail. Errors: `std::bad_alloc`.
  void reserve_one() {
    if (slots_.size() == slots_.capacity()) slots_.reserve(2 * slots_.capacity());
  }

  /// It comes, unused, to the room that `reserve_one` made.
  void insert(evictable& item) noexcept;

  /// Takes the one out that is to leave; null if all are held. If not `thoroughly`, it may overlook who was held
  /// before and is not any more, where hundreds are held.
  [[nodiscard]] evictable* take(held_test is_held, bool thoroughly) noexcept;

  /// Puts one back that was taken and turned out to be held.
  void put_back(evictable& item) noexcept;

  /// Takes one out for another reason than that room is needed.
  void remove(evictable& item) noexcept;

  /// One that is away comes next as somebody else.
  static void forget(evictable& item) noexcept { item.left_from_ = none; }

  [[nodiscard]] static bool holds(const evictable& item) noexcept { return item.place_ != 0; }

  /// Calls `visit` with each, in no order.
  template <typename Visit>
  void each(const Visit& visit) const {
    for (const slot& at : slots_) {
      if (at.item != nullptr) visit(*at.item);
    }
  }

 private:
  enum list : std::uint8_t { none, fresh, kept, aside, list_count };

  struct slot {
    evictable* item = nullptr;  ///< null for a free slot
    std::uint32_t before = 0;
    std::uint32_t after = 0;
    list in = none;
  };

  /// The slots with the lists' numbers are their ends: `after` is the front, `before` the back. `none` has free slots.
  [[nodiscard]] static std::vector<slot> ends();

  void link(std::uint32_t place, list in) noexcept;
  void unlink(std::uint32_t place) noexcept;
  void move(evictable& item, list to) noexcept;
  void place_new(evictable& item, list in) noexcept;
  void leave(evictable& item, list from) noexcept;
  void adapt(list was_too_short) noexcept;
  void look_aside(held_test is_held, std::size_t most) noexcept;
  [[nodiscard]] list next_to_leave_from() const noexcept;

  std::vector<slot> slots_ = ends();
  std::array<std::size_t, list_count> counts_{};
  std::size_t size_ = 0;
  std::uint32_t evictions_ = 0;
  double share_ = 0.1;       ///< of the short queue
  double lately_fresh_ = 1;  ///< evictions from there, older ones fading away
  double lately_kept_ = 1;   ///< from the long queue
};

}  // namespace memosaic::window_core
