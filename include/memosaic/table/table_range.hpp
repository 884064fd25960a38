#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/table/proxy_iterator.hpp"
#include "memosaic/table/record.hpp"

namespace memosaic {

namespace table_core {
struct table_contents;
}

/// Some records of a table, by position: those of a key, of a range of keys, or all of them.
///
/// A small value. Lifetime: it borrows the table, or a copy of it. Cost: a record takes one to three cache lines.
/// Errors: `std::out_of_range` for a position that is not there; `format_error` where the file lies.
class table_range {
 public:
  using value_type = record;
  using iterator = proxy_iterator<table_range>;

  /// Which positions are counted.
  enum class order : std::uint8_t { slots, insertion, keys };

  table_range() noexcept = default;
  table_range(const table_core::table_contents& contents, order counted, std::uint64_t first,
              std::uint64_t count) noexcept
      : contents_(&contents), first_(first), count_(count), order_(counted) {}

  [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(count_); }
  [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
  [[nodiscard]] record operator[](std::size_t position) const;
  [[nodiscard]] record front() const { return (*this)[0]; }

  [[nodiscard]] iterator begin() const noexcept { return {*this, 0}; }
  [[nodiscard]] iterator end() const noexcept { return {*this, size()}; }

 private:
  const table_core::table_contents* contents_ = nullptr;
  std::uint64_t first_ = 0;
  std::uint64_t count_ = 0;
  order order_ = order::slots;
};

}  // namespace memosaic
