#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace memosaic::table_core {

/// The current one of values that follow each other. Any number of threads read it while others replace it, and nobody
/// waits for anybody: whoever has to begin anew does so because another one has got on.
///
/// Values lie in slots, which live as long as this object. `uses` of a slot counts who needs its value: one for being
/// current, and one for each pin. Who fills or empties a slot *claims* it before, from no uses to `claimed` in one
/// step. A reader counts itself in, and then looks again whether the slot is current; if not, it leaves.
///
/// Why a reader who finds the slot current the second time may read it: if a claim comes behind its counting in, that
/// claim fails, as `uses` is not 0. If the last claim comes before it, the slot was given up before that claim: the
/// steps on `uses` follow each other as release and acquire, so the reader sees that it was given up, and can only find
/// it current because it was filled and made current again since; it sees the whole new value, and is counted.
/// Why `replace` is not fooled by a slot that was given up and came back: the caller has pinned it, so it cannot.
///
/// Cost: a pin takes two steps on one cache line that all readers share. Threads: every function, by any number.
/// A child of a fork may use it on: what threads of its parent had pinned stays pinned there, and is not given back.
template <typename Content>
class current_value {
  static_assert(std::is_nothrow_move_constructible_v<Content>);

  static constexpr std::uint32_t claimed = std::uint32_t{1} << 31U;

  struct alignas(64) slot {
    std::atomic<std::uint32_t> uses{claimed};
    std::optional<Content> content;  ///< written by who has claimed the slot, read by who has pinned it
    slot* next = nullptr;
  };

 public:
  /// Keeps a value readable, current or not.
  class pin {
   public:
    pin(const pin&) = delete;
    pin& operator=(const pin&) = delete;
    ~pin() { leave(*held_); }

    [[nodiscard]] const Content& operator*() const noexcept { return *held_->content; }
    [[nodiscard]] const Content* operator->() const noexcept { return &**this; }

   private:
    friend class current_value;
    explicit pin(slot& held) noexcept : held_(&held) {}

    slot* held_;
  };

  explicit current_value(Content first) {
    slot& made = claim();
    made.content.emplace(std::move(first));
    make_usable(made);
    current_.store(&made, std::memory_order_release);
  }
  current_value(const current_value&) = delete;
  current_value& operator=(const current_value&) = delete;
  ~current_value() {
    for (slot* each = slots_.load(std::memory_order_acquire); each != nullptr;) {
      const std::unique_ptr<slot> deleted(each);
      each = each->next;
    }
  }

  [[nodiscard]] pin get() const noexcept {
    for (;;) {
      slot* const found = current_.load(std::memory_order_acquire);
      found->uses.fetch_add(1, std::memory_order_acq_rel);
      if (current_.load(std::memory_order_acquire) == found) [[likely]]
        return pin(*found);
      leave(*found);
    }
  }

  /// Makes `next` current, unless something else is than what `seen` pins; tells whether. Errors: `std::bad_alloc`.
  [[nodiscard]] bool replace(const pin& seen, Content next) {
    slot& made = claim();
    made.content.emplace(std::move(next));
    make_usable(made);
    slot* expected = seen.held_;
    if (!current_.compare_exchange_strong(expected, &made, std::memory_order_acq_rel, std::memory_order_acquire)) {
      leave(made);
      return false;
    }
    replaced_.fetch_add(1, std::memory_order_release);
    leave(*seen.held_);  // which is not current any more
    return true;
  }

  /// How often it was replaced. Who sees this grow sees the new value, too.
  [[nodiscard]] std::uint64_t replaced() const noexcept { return replaced_.load(std::memory_order_acquire); }

 private:
  /// A slot that nobody uses.
  [[nodiscard]] slot& claim() {
    for (slot* each = slots_.load(std::memory_order_acquire); each != nullptr; each = each->next) {
      std::uint32_t uses = 0;
      if (each->uses.compare_exchange_strong(uses, claimed, std::memory_order_acq_rel)) return *each;
    }
    slot* const made = std::make_unique<slot>().release();
    made->next = slots_.load(std::memory_order_relaxed);
    while (!slots_.compare_exchange_weak(made->next, made, std::memory_order_acq_rel)) {}
    return *made;
  }

  /// From claimed to one use, that of being current. Readers who come too early may be counted meanwhile.
  static void make_usable(slot& made) noexcept { made.uses.fetch_sub(claimed - 1, std::memory_order_acq_rel); }

  /// The last one to leave empties the slot; if somebody has come back or claimed it meanwhile, they will.
  static void leave(slot& left) noexcept {
    if (left.uses.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    std::uint32_t uses = 0;
    if (!left.uses.compare_exchange_strong(uses, claimed, std::memory_order_acq_rel)) return;
    left.content.reset();
    left.uses.fetch_sub(claimed, std::memory_order_acq_rel);
  }

  alignas(64) std::atomic<std::uint64_t> replaced_{0};  ///< read by all, written seldom
  std::atomic<slot*> current_{nullptr};
  std::atomic<slot*> slots_{nullptr};  ///< all of them; some are added, none is removed
};

}  // namespace memosaic::table_core
