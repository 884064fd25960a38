#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "memosaic/table/record.hpp"
#include "memosaic/table/table.hpp"

namespace memosaic {

/// One record in which two tables differ.
struct table_difference {
  enum class kind : std::uint8_t { added, removed, changed };

  kind what = kind::changed;
  /// Of an array the number of the record; of a map 0; of a multimap which of the records of its key it is, from 0.
  std::uint64_t position = 0;
  std::optional<record> before{};     ///< none if it was added
  std::optional<record> after{};      ///< none if it was removed
  std::vector<std::string> fields{};  ///< those that differ, if it was changed
};

/// Finds the records in which two tables differ: those of maps by their keys, those of multimaps by their keys and the
/// order in which they were added, those of arrays by their numbers.
///
///     table_comparison comparison(yesterday, today);
///     while (comparison.next()) use(comparison.difference());
///
/// Fields are matched by name, and equal if their values are: 1 as int32 is 1 as int64, and of a field that one schema
/// has not, null and what is not there are equal. What was removed or changed comes first, in the order of the first
/// table: that of its keys if it has one, else that of insertion, else as records lie; what was added follows in the
/// order of the second.
///
/// Lifetime: it shares both tables; differences live as long as it does, records of one until the next is sought.
/// Cost: one lookup for each record of either table; memory for one difference.
/// Errors: `std::invalid_argument` if one table is an array and the other is not, or if one does not keep its keys;
/// `format_error` where a file lies.
class table_comparison {
 public:
  table_comparison(table before, table after);

  /// Goes to the next difference. False at the end.
  [[nodiscard]] bool next() { return advance(UINT64_MAX) == step::difference; }

  /// The same, but looks at no more than so many records on the way: for who shows how far it is.
  enum class step : std::uint8_t { difference, paused, end };
  [[nodiscard]] step advance(std::uint64_t most);

  [[nodiscard]] const table_difference& difference() const noexcept MEMOSAIC_LIFETIMEBOUND { return difference_; }

  /// Records of the first table so far that have an equal one.
  [[nodiscard]] std::uint64_t equal_records() const noexcept { return equal_; }

  /// How far it is: records looked at, of those of both tables.
  [[nodiscard]] std::uint64_t done() const noexcept { return done_; }
  [[nodiscard]] std::uint64_t total() const noexcept { return before_.size() + after_.size(); }

 private:
  void take_next_key();
  [[nodiscard]] bool take_pair();

  table before_;
  table after_;
  bool by_value_ = false;    ///< whether keys are of kinds that only a value finds in the other table
  bool same_bytes_ = false;  ///< whether records with equal bytes are equal
  bool adding_ = false;      ///< whether the second table is gone through, for what only it has
  table_range walk_;         ///< of the table that is gone through
  std::uint64_t at_ = 0;     ///< in it
  table_range ours_;         ///< records of one key, in the first table
  table_range theirs_;       ///< and in the second
  std::uint64_t pair_ = 0;   ///< the next of both
  std::uint64_t equal_ = 0;
  std::uint64_t done_ = 0;
  table_difference difference_;
};

}  // namespace memosaic
