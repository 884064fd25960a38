#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace memosaic::bench {

/// What a store of `row_value` by key is asked. Each question is a loop within the store, so that nothing but the
/// store's own lookup is timed.
class keyed_store {
 public:
  keyed_store() = default;
  keyed_store(const keyed_store&) = delete;
  keyed_store& operator=(const keyed_store&) = delete;
  virtual ~keyed_store() = default;

  /// The sum of the ids of all keys; one lookup may begin before the one before has ended.
  [[nodiscard]] virtual std::uint64_t sum(std::span<const std::string_view> keys) const = 0;

  /// The same where which key comes next depends on the id that was found.
  [[nodiscard]] virtual std::uint64_t chained_sum(std::span<const std::string_view> keys) const = 0;

  /// How many of the keys are there.
  [[nodiscard]] virtual std::uint64_t count(std::span<const std::string_view> keys) const = 0;
};

/// The loops around `lookup(key)`, which gives the id, or -1 for a key that is absent.
template <typename Lookup>
[[nodiscard]] std::uint64_t sum_of(std::span<const std::string_view> keys, const Lookup& lookup) {
  std::uint64_t sum = 0;
  for (const std::string_view key : keys) sum += static_cast<std::uint64_t>(lookup(key));
  return sum;
}

template <typename Lookup>
[[nodiscard]] std::uint64_t chained_sum_of(std::span<const std::string_view> keys, const Lookup& lookup) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < keys.size();) {
    const auto id = static_cast<std::uint64_t>(lookup(keys[i]));
    sum += id;
    i += 1 + static_cast<std::size_t>(id >> 40U);  // of ids below 2^40 always the next one, but nobody knows
  }
  return sum;
}

template <typename Lookup>
[[nodiscard]] std::uint64_t count_of(std::span<const std::string_view> keys, const Lookup& lookup) {
  std::uint64_t count = 0;
  for (const std::string_view key : keys) count += lookup(key) >= 0 ? 1U : 0U;
  return count;
}

/// A store of something with `std::int64_t id_of(std::string_view) const`.
template <typename Store>
class keyed_store_of final : public keyed_store {
 public:
  template <typename... Arguments>
  explicit keyed_store_of(Arguments&&... arguments) : store_(std::forward<Arguments>(arguments)...) {}

  [[nodiscard]] std::uint64_t sum(std::span<const std::string_view> keys) const override {
    return sum_of(keys, [this](std::string_view key) { return store_.id_of(key); });
  }
  [[nodiscard]] std::uint64_t chained_sum(std::span<const std::string_view> keys) const override {
    return chained_sum_of(keys, [this](std::string_view key) { return store_.id_of(key); });
  }
  [[nodiscard]] std::uint64_t count(std::span<const std::string_view> keys) const override {
    return count_of(keys, [this](std::string_view key) { return store_.id_of(key); });
  }

 private:
  Store store_;
};

}  // namespace memosaic::bench
