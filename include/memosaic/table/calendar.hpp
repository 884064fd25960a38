#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <compare>
#include <cstdint>

namespace memosaic {

/// A day, in the proleptic Gregorian calendar.
struct date {
  std::int32_t days = 0;  ///< since 1970-01-01

  date() = default;
  explicit constexpr date(std::int32_t days_since_1970) noexcept : days(days_since_1970) {}
  explicit constexpr date(std::chrono::sys_days day) noexcept
      : days(static_cast<std::int32_t>(day.time_since_epoch().count())) {}
  [[nodiscard]] constexpr std::chrono::sys_days to_sys_days() const noexcept {
    return std::chrono::sys_days(std::chrono::days(days));
  }

  friend auto operator<=>(const date&, const date&) = default;
};

/// A point in time, to the microsecond.
///
/// With an offset it is an instant; without, it is what a clock shows somewhere. Nothing is converted: the offset and
/// the fold are those that were given. Equal means equal in every member; as keys, two are the same if they are the
/// same instant.
struct datetime {
  std::int64_t microseconds = 0;  ///< since 1970-01-01 00:00:00, of UTC if `aware`, of its own clock if not
  std::int32_t offset = 0;        ///< of its clock from UTC, in seconds, if `aware`; within a day
  bool aware = false;             ///< whether the offset is known
  bool fold = false;              ///< the second of two equal readings of the clock

  friend bool operator==(const datetime&, const datetime&) = default;
};

}  // namespace memosaic
