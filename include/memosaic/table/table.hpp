#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "memosaic/buffer/view.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/file/mapping.hpp"
#include "memosaic/table/container.hpp"
#include "memosaic/table/record.hpp"
#include "memosaic/table/schema.hpp"
#include "memosaic/table/table_kind.hpp"
#include "memosaic/table/table_range.hpp"
#include "memosaic/table/value.hpp"

namespace memosaic {

/// Records in a mapped file, or in any other bytes, found by key where they lie.
///
///     const table trades = table::open("trades.table");
///     if (const auto row = trades.get("ABC")) use((*row)["price"].as_float64());
///
/// Copies share what they hold and are O(1). For structs of C++, see `table_of`.
/// Lifetime: records, ranges and all they lead to borrow the table, or a copy of it.
/// Threads: any number may read at once; nothing is locked.
/// Cost: a lookup allocates nothing, but for keys that are floats, decimals, datetimes, tuples, sets or `any`. It reads
/// one cache line of a fixed record of at most 64 bytes beside the index.
/// Errors: `format_error`, with path and offset, for bytes that are no table, and for what a lookup meets in a damaged
/// one; `std::invalid_argument` for keys of a kind that the table cannot have. The key is always compared in full: what
/// is found is what was sought. In a file that was damaged and not verified, a key may be missed.
class table {
 public:
  /// Maps the file. Errors also: `std::filesystem::filesystem_error`.
  [[nodiscard]] static table open(const std::filesystem::path& path, open_level level = open_level::checked);

  /// All of a mapped file is the table. `path` is for messages.
  [[nodiscard]] static table open(mapping pages, open_level level = open_level::checked, std::string path = {});

  /// All of `bytes` is the table, in any owner. `path` is for messages.
  [[nodiscard]] static table open(view bytes, open_level level = open_level::checked, std::string path = {});

  [[nodiscard]] table_kind kind() const noexcept;
  /// Of records.
  [[nodiscard]] std::uint64_t size() const noexcept;
  /// Of different keys; 0 for an array.
  [[nodiscard]] std::uint64_t key_count() const noexcept;
  /// Of the field by which records are found, also where keys are not kept; null for an array.
  [[nodiscard]] value_kind key_kind() const noexcept;
  [[nodiscard]] const memosaic::schema& schema() const noexcept MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] const memosaic::container& container() const noexcept MEMOSAIC_LIFETIMEBOUND;
  /// The bytes that were given when it was built.
  [[nodiscard]] bytes_view user_metadata() const noexcept MEMOSAIC_LIFETIMEBOUND;

  /// The record of a key, in a multimap the first that was added; nothing if there is none.
  ///
  /// A text is sought in keys of text, bytes in keys of bytes, an integer in keys of integers. A `value` is sought in
  /// any: what is the same key by docs/table_format.md, section 5, is found, as 1.0 finds 1; of a kind that the keys
  /// have not, it is absent.
  /// Errors also: `file_changed` if the key is not found because the file shrank, see `watch_mappings`. Ranges and
  /// `verify` tell it too, a range when the next record is asked for.
  [[nodiscard]] std::optional<record> get(std::string_view key) const MEMOSAIC_LIFETIMEBOUND {
    return record_in(find(key));
  }
  [[nodiscard]] std::optional<record> get(bytes_view key) const MEMOSAIC_LIFETIMEBOUND { return record_in(find(key)); }
  template <std::integral Integer>
  [[nodiscard]] std::optional<record> get(Integer key) const MEMOSAIC_LIFETIMEBOUND {
    if constexpr (std::same_as<Integer, bool>) return record_in(find(value(key)));
    return record_in(find(widened(key), std::is_signed_v<Integer>));
  }
  [[nodiscard]] std::optional<record> get(const std::same_as<value> auto& key) const MEMOSAIC_LIFETIMEBOUND {
    return record_in(find(key));
  }

  template <typename Key>
  [[nodiscard]] bool contains(const Key& key) const {
    return get(key).has_value();
  }

  /// Looks many keys up at once, so that the misses of the cache overlap: several times as fast as one after the other
  /// where the table is not in it. `found` has the size of `keys`.
  void get_many(std::span<const std::string_view> keys, std::span<std::optional<record>> found) const;
  void get_many(std::span<const bytes_view> keys, std::span<std::optional<record>> found) const;
  void get_many(std::span<const std::int64_t> keys, std::span<std::optional<record>> found) const;
  void get_many(std::span<const std::uint64_t> keys, std::span<std::optional<record>> found) const;

  /// All records of a key, in the order in which they were added. Keys as for `get`.
  [[nodiscard]] table_range equal_range(std::string_view key) const MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] table_range equal_range(bytes_view key) const MEMOSAIC_LIFETIMEBOUND;
  template <std::integral Integer>
  [[nodiscard]] table_range equal_range(Integer key) const MEMOSAIC_LIFETIMEBOUND {
    if constexpr (std::same_as<Integer, bool>) return equal_range_of(value(key));
    return equal_range_of(widened(key), std::is_signed_v<Integer>);
  }
  [[nodiscard]] table_range equal_range(const std::same_as<value> auto& key) const MEMOSAIC_LIFETIMEBOUND {
    return equal_range_of(key);
  }

  /// All records as they lie; those of an array in the order in which they were added.
  [[nodiscard]] table_range records() const noexcept MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] record operator[](std::uint64_t slot) const MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] table_range::iterator begin() const noexcept MEMOSAIC_LIFETIMEBOUND { return records().begin(); }
  [[nodiscard]] table_range::iterator end() const noexcept MEMOSAIC_LIFETIMEBOUND { return records().end(); }

  /// All records in the order in which they were added. Errors also: `std::invalid_argument` if the table was built
  /// without that order.
  [[nodiscard]] table_range in_insertion_order() const MEMOSAIC_LIFETIMEBOUND;

  /// The records in the order of their keys, of a multimap the first of each key: bytes and text by their bytes,
  /// integers by value. Errors also: `std::invalid_argument` if the table was built without `sorted`.
  [[nodiscard]] table_range in_key_order() const MEMOSAIC_LIFETIMEBOUND;
  /// Those with keys in `[from, to)`; keys as for `get`. Cost: a binary search for each end.
  [[nodiscard]] table_range scan(std::string_view from, std::string_view to) const MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] table_range scan(bytes_view from, bytes_view to) const MEMOSAIC_LIFETIMEBOUND;
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool>) [[nodiscard]] table_range
      scan(Integer from, Integer to) const MEMOSAIC_LIFETIMEBOUND {
    return scan_integers(widened(from), widened(to), std::is_signed_v<Integer>);
  }
  /// The same with keys of any kind that has an order, dates and booleans too. A bound that is null is none.
  [[nodiscard]] table_range scan(const std::same_as<value> auto& from,
                                 const std::same_as<value> auto& to) const MEMOSAIC_LIFETIMEBOUND {
    return scan_values(from, to);
  }
  /// Those with keys that begin so.
  [[nodiscard]] table_range scan_prefix(std::string_view prefix) const MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] table_range scan_prefix(bytes_view prefix) const MEMOSAIC_LIFETIMEBOUND;

  /// Tests every checksum, that nothing stands between sections, the structure of the index, and that each record is
  /// found by its key: what passes is whole. With up to so many threads.
  void verify(unsigned threads = 1) const;

 private:
  friend struct table_statistics statistics_of(const table& of);

  explicit table(std::shared_ptr<const table_core::table_contents> opened) noexcept;

  template <std::integral Integer>
  [[nodiscard]] static constexpr std::uint64_t widened(Integer key) noexcept {
    if constexpr (std::is_signed_v<Integer>) return static_cast<std::uint64_t>(static_cast<std::int64_t>(key));
    return static_cast<std::uint64_t>(key);
  }

  // What is found goes from here to the caller's code in registers, and becomes a record there: made in memory, it
  // would keep the next lookup from beginning.

  /// The cell of the first record of a key; without data if there is none.
  [[nodiscard]] bytes_view find(std::string_view key) const;
  [[nodiscard]] bytes_view find(bytes_view key) const;
  [[nodiscard]] bytes_view find(std::uint64_t key, bool is_signed) const;
  [[nodiscard]] bytes_view find(const value& key) const;

  [[nodiscard]] std::optional<record> record_in(bytes_view cell) const noexcept {
    if (cell.data() == nullptr) return std::nullopt;
    return record(packed_cell(cell, *context_));
  }

  [[nodiscard]] table_range equal_range_of(std::uint64_t key, bool is_signed) const;
  [[nodiscard]] table_range equal_range_of(const value& key) const;
  [[nodiscard]] table_range scan_integers(std::uint64_t from, std::uint64_t to, bool is_signed) const;
  [[nodiscard]] table_range scan_values(const value& from, const value& to) const;

  std::shared_ptr<const table_core::table_contents> contents_;
  const packed_context* context_;  ///< in the contents
};

}  // namespace memosaic
