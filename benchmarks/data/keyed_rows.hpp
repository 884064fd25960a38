#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/table/fixed_run.hpp"
#include "memosaic/table/schema_of.hpp"

namespace memosaic::bench {

/// The record that the suite `table` looks up: 20 bytes of key and 40 of what peers store as its value.
struct keyed_row {
  fixed_text<20> key;
  std::int64_t id = 0;
  double score = 0;
  std::int32_t first = 0;
  std::int32_t second = 0;
  fixed_bytes<14> tail;
};

/// The same with a key and bytes of any length.
struct varying_row {
  std::string key;
  std::int64_t id = 0;
  double score = 0;
  std::int32_t first = 0;
  std::int32_t second = 0;
  std::vector<std::byte> tail;
};

/// The same for peers, without the key.
struct row_value {
  std::int64_t id = 0;
  double score = 0;
  std::int32_t first = 0;
  std::int32_t second = 0;
  char tail[16] = "value-is-here";
};

inline constexpr std::size_t key_size = 20;
inline constexpr std::size_t payload_size = key_size + sizeof(row_value);
static_assert(payload_size == 60);

/// `u%019d`.
struct row_key {
  char text[key_size];

  explicit row_key(std::uint64_t number) noexcept;
  [[nodiscard]] std::string_view view() const noexcept { return {text, key_size}; }
};

/// The records of a table of `count` are those of the numbers below it; the number is the `id`.
[[nodiscard]] row_value value_of(std::uint64_t number) noexcept;
[[nodiscard]] keyed_row row_of(std::uint64_t number);
[[nodiscard]] varying_row varying_row_of(std::uint64_t number);

/// Keys in the order in which they are sought; behind each stands a 0, for peers that want one.
class key_list {
 public:
  /// Each key of a table of so many, in random order.
  [[nodiscard]] static key_list shuffled(std::size_t count);
  /// So many, drawn from a table of `count`.
  [[nodiscard]] static key_list drawn(std::size_t draws, std::size_t count);
  /// So many that no table has, each beside one that a table of `count` has: its last digit is a letter.
  [[nodiscard]] static key_list absent(std::size_t draws, std::size_t count);
  /// Each key in the order of numbers.
  [[nodiscard]] static key_list ordered(std::size_t count);

  [[nodiscard]] std::span<const std::string_view> views() const noexcept { return views_; }
  [[nodiscard]] std::size_t size() const noexcept { return views_.size(); }
  /// Of the ids of all that are sought.
  [[nodiscard]] std::uint64_t sum() const noexcept { return sum_; }

 private:
  explicit key_list(std::span<const std::uint64_t> numbers);

  std::vector<char> text_;
  std::vector<std::string_view> views_;
  std::uint64_t sum_ = 0;
};

}  // namespace memosaic::bench

template <>
struct memosaic::description<memosaic::bench::keyed_row> {
  using row = memosaic::bench::keyed_row;
  static constexpr auto fields =
      memosaic::fields("keyed", memosaic::field(1, "key", &row::key).key(), memosaic::field(2, "id", &row::id),
                       memosaic::field(3, "score", &row::score), memosaic::field(4, "first", &row::first),
                       memosaic::field(5, "second", &row::second), memosaic::field(6, "tail", &row::tail));
};

template <>
struct memosaic::description<memosaic::bench::varying_row> {
  using row = memosaic::bench::varying_row;
  static constexpr auto fields =
      memosaic::fields("varying", memosaic::field(1, "key", &row::key).key(), memosaic::field(2, "id", &row::id),
                       memosaic::field(3, "score", &row::score), memosaic::field(4, "first", &row::first),
                       memosaic::field(5, "second", &row::second), memosaic::field(6, "tail", &row::tail));
};
