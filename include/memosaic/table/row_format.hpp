#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string_view>

#include "memosaic/table/delimited_format.hpp"
#include "memosaic/table/json_lines_reader.hpp"

namespace memosaic {

/// How rows are written as text.
struct row_format {
  enum class kind : std::uint8_t { delimited, json_lines };

  kind form = kind::delimited;
  delimited_format delimited{};  ///< looked at if it is that
  json_limits json{};            ///< the same of JSON lines

  [[nodiscard]] static constexpr row_format comma_separated() noexcept { return {}; }
  [[nodiscard]] static constexpr row_format tab_separated() noexcept {
    return {kind::delimited, delimited_format::tab_separated(), {}};
  }
  [[nodiscard]] static constexpr row_format json_lines() noexcept { return {kind::json_lines, {}, {}}; }

  /// Of "csv", "tsv", "jsonl" or "ndjson", in any case; nothing for other names.
  [[nodiscard]] static std::optional<row_format> named(std::string_view name) noexcept;
  /// Of a file with such an extension.
  [[nodiscard]] static std::optional<row_format> of_path(std::string_view path) noexcept;
};

}  // namespace memosaic
