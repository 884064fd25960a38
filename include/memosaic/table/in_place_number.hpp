#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstddef>
#include <type_traits>

#include "memosaic/bytes/endian.hpp"
#include "memosaic/table/shared_number.hpp"

namespace memosaic {

/// A number in a mapped table, to be read and written atomically by any number of threads and processes at once.
///
///     numbers.at<std::int64_t>(*row, "hits").add(1);
///
/// A small value: the place, not the number. Every program that has the file mapped sees what is written at once; the
/// device has it after `table_numbers::flush`.
/// Lifetime: that of the `table_numbers` from which it comes.
/// Threads: every function is one atomic step, without locks. What was written before a `store`, `add` or
/// `compare_exchange` is seen by who has read its result, as by release and acquire.
template <plain_number Number>
requires(table_core::is_shareable<Number>) class in_place_number {
 public:
  /// A place that is aligned to the size of the number, and may be written.
  explicit in_place_number(std::byte* at) noexcept : at_(at) {}

  [[nodiscard]] Number load() const noexcept {
    return table_core::number_of_shared<Number>(shared().load(std::memory_order_acquire));
  }

  void store(Number content) const noexcept {
    shared().store(table_core::bits_of_shared(content), std::memory_order_release);
  }

  /// Adds, and returns what was there before. Integers that grow beyond their type begin anew at its other end.
  Number add(Number content) const noexcept {
    if constexpr (std::is_integral_v<Number> && std::endian::native == std::endian::little) {
      return table_core::number_of_shared<Number>(
          shared().fetch_add(table_core::bits_of_shared(content), std::memory_order_acq_rel));
    } else {
      Number before = load();
      while (!compare_exchange(before, sum(before, content))) {}
      return before;
    }
  }

  /// Writes `content` if the number is the `expected` one, bit by bit, and tells whether it was; else `expected` is
  /// what was there.
  [[nodiscard]] bool compare_exchange(Number& expected, Number content) const noexcept {
    bits found = table_core::bits_of_shared(expected);
    const bool done = shared().compare_exchange_strong(found, table_core::bits_of_shared(content),
                                                       std::memory_order_acq_rel, std::memory_order_acquire);
    if (!done) expected = table_core::number_of_shared<Number>(found);
    return done;
  }

 private:
  using bits = table_core::shared_bits<Number>;

  [[nodiscard]] std::atomic_ref<bits> shared() const noexcept { return table_core::shared_at<Number>(at_); }

  [[nodiscard]] static Number sum(Number a, Number b) noexcept {
    if constexpr (std::is_integral_v<Number>) {
      return static_cast<Number>(static_cast<bits>(static_cast<bits>(a) + static_cast<bits>(b)));
    } else {
      return a + b;
    }
  }

  std::byte* at_;
};

}  // namespace memosaic
