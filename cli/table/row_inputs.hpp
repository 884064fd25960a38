#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/input.hpp"
#include "cli/interruptible_output.hpp"
#include "cli/numbers.hpp"
#include "cli/progress.hpp"
#include "memosaic/table/row_reader.hpp"

namespace memosaic::cli {

/// The texts that a table is built from, in their order. Each can be gone through as often as it is needed: what comes
/// through a pipe is kept in a temporary file, of which nothing remains, also after a signal.
///
/// Errors: `trouble`, `import_error`, the system's.
class row_inputs {
 public:
  /// By the operands, `--from`, `--delimiter` and `--no-heading`.
  explicit row_inputs(const given_words& words);

  /// For rows that are read more than once: streams are read now, and kept beside `target`.
  void keep_streams(const std::filesystem::path& target, bool show_progress);

  /// Calls `take` with the reader at each row of all texts.
  template <typename Take>
  void for_each_row(const std::string& phase, bool show_progress, const Take& take) {
    progress shown(show_progress, phase, total());
    std::uint64_t before = 0;
    for (const source& each : sources_) {
      const auto from = open(each);
      row_reader rows(each.name, each.format);
      for (bytes_view piece = from->next(); !piece.empty(); piece = from->next()) {
        // A window is long; progress is told more often.
        for (; !piece.empty(); piece = piece.subspan(std::min(piece.size(), told_each))) {
          const bytes_view part = piece.first(std::min(piece.size(), told_each));
          rows.feed(part);
          while (rows.next()) take(rows);
          before += part.size();
          shown.advance(before);
        }
        from->check();
      }
      rows.finish();
      while (rows.next()) take(rows);
      from->check_end();
    }
  }

  /// Removes what was kept.
  void forget() noexcept { kept_.reset(); }

 private:
  struct source {
    std::string name;  ///< for errors
    std::string path;
    row_format format;
    std::optional<byte_range> part{};  ///< of the file at the path; all of it without
  };

  static constexpr std::size_t told_each = std::size_t{256} << 10U;

  /// Once a stream was opened it is not opened again: a pipe would lose what was in it.
  [[nodiscard]] std::unique_ptr<input> open(const source& from) const;
  [[nodiscard]] std::optional<std::uint64_t> total() const;

  std::vector<source> sources_;
  std::optional<interruptible_output> kept_;
};

}  // namespace memosaic::cli
