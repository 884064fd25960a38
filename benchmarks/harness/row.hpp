#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <string>

namespace memosaic::bench {

/// Which of two values wins: more bytes per second, or less time.
enum class better : bool { larger, smaller };

/// One line of the report: one figure against one peer.
///
/// `ratio` is always "larger is better", whatever the unit; `met` is `ratio >= target`. A roof is a peer, and so is an
/// absolute limit (`peer` is "limit", `peer_value` the limit, `target` 1). A row that could not run has no values and a
/// `reason`. `target` 0 marks a row that informs and asks for nothing.
struct row {
  std::string suite;
  std::string name;
  std::string unit;
  std::optional<double> value;
  std::string peer;
  std::optional<double> peer_value;
  std::optional<double> ratio;
  double target = 0;
  bool met = false;
  std::string reason;
};

/// What names a row: everything but its numbers.
struct row_label {
  std::string suite;
  std::string name;
  std::string unit;
  std::string peer;
};

/// `value / peer_value` where larger wins, `peer_value / value` where smaller wins. Equal values, two zeros included,
/// give 1; a division by zero gives `largest_ratio`, since JSON knows no infinity.
[[nodiscard]] double ratio_of(better direction, double value, double peer_value) noexcept;
inline constexpr double largest_ratio = 1e9;

[[nodiscard]] row measured_row(row_label label, better direction, double value, double peer_value, double target);

/// A row that could not run.
[[nodiscard]] row missing_row(row_label label, double target, std::string reason);

/// Makes `met` false: whatever the speed, one side gave an answer that differs from the naive one.
void mark_wrong(row& wrong, const std::string& side);

}  // namespace memosaic::bench
