#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// How two runs of bytes compare from one end.
enum class mismatch_kind : std::uint8_t {
  equal,             ///< same size, same bytes
  different,         ///< a byte differs
  first_exhausted,   ///< the first operand ended; all its bytes agree
  second_exhausted,  ///< the second operand ended; all its bytes agree
};

/// The first place where two runs differ, seen from one end.
///
/// `index` is a position in the first operand. From the front it is the length of the common prefix, also when an
/// operand is exhausted. From the back it is the position of the first operand's differing byte, and npos when the
/// first operand is exhausted: there is no such byte. When the runs are equal it is npos.
struct mismatch_result {
  mismatch_kind kind = mismatch_kind::equal;
  std::size_t index = npos;

  [[nodiscard]] bool equal() const noexcept { return kind == mismatch_kind::equal; }
  friend bool operator==(const mismatch_result&, const mismatch_result&) = default;
};

/// Compares from the front. Cost: O(common prefix), at the speed at which two runs can be read; a few nanoseconds for
/// short ones. That holds for all the functions here.
[[nodiscard]] mismatch_result mismatch(bytes_view a, bytes_view b) noexcept;

/// Compares from the back, both runs aligned at their ends. Cost: O(common suffix).
[[nodiscard]] mismatch_result rmismatch(bytes_view a, bytes_view b) noexcept;

/// How many bytes agree at the front.
[[nodiscard]] std::size_t common_prefix(bytes_view a, bytes_view b) noexcept;

/// How many bytes agree at the back.
[[nodiscard]] std::size_t common_suffix(bytes_view a, bytes_view b) noexcept;

/// The lowest position at which both runs hold the same byte; only the common length is looked at.
[[nodiscard]] std::optional<std::size_t> find_equal(bytes_view a, bytes_view b) noexcept;

/// The highest position, in the first operand, at which both runs, aligned at their ends, hold the same byte.
[[nodiscard]] std::optional<std::size_t> rfind_equal(bytes_view a, bytes_view b) noexcept;

}  // namespace memosaic
