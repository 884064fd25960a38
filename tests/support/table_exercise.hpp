#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <stdexcept>

#include "memosaic/bytes/hash.hpp"
#include "memosaic/error.hpp"
#include "memosaic/table/array_view.hpp"
#include "memosaic/table/dict_view.hpp"
#include "memosaic/table/record.hpp"
#include "memosaic/table/sequence_view.hpp"

namespace memosaic::testing {

/// Reads whatever can be read of a record that may be damaged, up to so many values: every byte that a proxy hands out
/// is looked at. What a reader may throw for damage is caught; anything else leaves.
class table_exercise {
 public:
  explicit table_exercise(std::size_t most = 500) : left_(most) {}

  void read(const record& each) {
    for (std::size_t i = 0; i < each.size(); ++i) {
      guarded([&] { read(each.field(i)); });
    }
    guarded([&] { each.materialise().dismantle(); });
  }

  /// Of all that was read, so that nothing of it is left out.
  [[nodiscard]] std::uint64_t digest() const { return digest_; }

 private:
  template <typename Operation>
  void guarded(const Operation& operation) {
    try {
      operation();
    } catch (const format_error&) {
      ++errors_;
    } catch (const std::out_of_range&) {
      ++errors_;  // a number that does not fit the one that was asked for
    }
  }

  void take(bytes_view bytes) { digest_ ^= xxh3_64(bytes); }

  void read(const value_view& each) {
    if (left_ == 0 || depth_ > 12) return;
    --left_;
    ++depth_;
    try {
      read_present(each);
    } catch (...) {
      --depth_;
      throw;
    }
    --depth_;
  }

  void read_present(const value_view& each) {
    static_cast<void>(each.identity());
    switch (each.kind()) {
      case value_kind::null:
        return;
      case value_kind::boolean:
        digest_ += each.as_boolean() ? 1U : 0U;
        return;
      case value_kind::float32:
      case value_kind::float64:
        digest_ += each.as_float64() > 0 ? 1U : 0U;
        return;
      case value_kind::date:
        digest_ += static_cast<std::uint64_t>(each.as_date().days);
        return;
      case value_kind::datetime:
        digest_ += static_cast<std::uint64_t>(each.as_datetime().microseconds);
        return;
      case value_kind::decimal:
        return take(bytes_of(each.as_decimal().to_text()));
      case value_kind::text:
      case value_kind::fixed_text:
        return take(bytes_of(each.as_text()));
      case value_kind::bytes:
      case value_kind::fixed_bytes:
      case value_kind::buffer:
        return take(each.as_bytes());
      case value_kind::array:
        static_cast<void>(each.as_array().strides());
        return take(each.as_array().bytes());
      case value_kind::record:
        return read_fields(each.as_record());
      case value_kind::dict:
        return read_dict(each.as_dict());
      case value_kind::list:
      case value_kind::tuple:
      case value_kind::set:
        return read_items(each.as_sequence());
      default:
        digest_ += static_cast<std::uint64_t>(each.as_int64());
    }
  }

  void read_fields(const record& each) {
    for (std::size_t i = 0; i < each.size(); ++i) read(each.field(i));
  }

  void read_items(const sequence_view& items) {
    static_cast<void>(items.contains(value(std::int64_t{7})));
    static_cast<void>(items.contains(value("needle")));
    for (std::size_t i = 0; i < items.size() && left_ != 0; ++i) read(items[i]);
    if (!items.empty()) read(items.back());
  }

  void read_dict(const dict_view& entries) {
    static_cast<void>(entries.find(value("needle")));
    for (std::size_t i = 0; i < entries.size() && left_ != 0; ++i) {
      read(entries.key_at(i));
      read(entries.mapped_at(i));
    }
  }

  std::size_t left_;
  int depth_ = 0;
  std::uint64_t digest_ = 0;
  std::size_t errors_ = 0;
};

}  // namespace memosaic::testing
