#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>

#include "cli/input.hpp"
#include "cli/memory_budget.hpp"
#include "cli/numbers.hpp"

namespace memosaic::cli {

/// Two inputs read side by side, each a regular file or a stream. The budget is for both together.
struct input_pair {
  /// Errors: `trouble` if both are standard input, or if one ends before the range starts.
  input_pair(const std::string& first_path, const std::string& second_path, const byte_range& range,
             const memory_budget& budget);

  /// The same part of both, borrowed until the next call. They differ in size only where one ends.
  struct pieces {
    bytes_view first;
    bytes_view second;
    bool ended = false;  ///< nothing comes after this in either
  };
  [[nodiscard]] pieces next();

  /// The bytes that both have, if both know.
  [[nodiscard]] std::optional<std::uint64_t> common_size() const noexcept;

  /// How many bytes of each are looked at together.
  [[nodiscard]] std::size_t piece() const noexcept;

  /// Errors: `trouble`, as in "<name>: cannot <be done>, because it is no regular file".
  void require_seekable(const std::string& be_done) const;

  /// Errors: `file_changed`, see `input`.
  void check() const;
  void check_end() const;

  window_pool windows;
  input first;
  input second;
};

}  // namespace memosaic::cli
