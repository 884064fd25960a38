#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/file/file_status.hpp"
#include "cli/json_writer.hpp"
#include "cli/numbers.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/page_cache.hpp"

/// What the commands `memosaic file ...` do alike.
namespace memosaic::cli {

/// A regular file, and the part of it that was asked for.
struct file_target {
  std::string path;
  file_status status;
  file opened;
  file_run part;

  /// Errors: `trouble` for what is no regular file, and for a range that starts beyond its end.
  static file_target open(const std::string& path, const byte_range& range);
};

/// Calls `work` for each file, which answers yes or no, or throws; a file that throws is complained about and passed
/// over. With --json, `work` writes an object into the array `files` of a document with this schema; the writer is null
/// without.
///
/// Returns `trouble` if a file was passed over, else `no` if one was answered so.
/// Errors: `trouble` if no file is named, or standard input is.
using file_work = std::function<bool(const std::string& path, json_writer* json)>;
[[nodiscard]] exit_code for_each_file(const given_words& words, std::string_view schema, answer_form form,
                                      console& with, const file_work& work);

/// `--range`. Errors: `trouble`.
[[nodiscard]] byte_range range_option(const given_words& words);

/// What is in memory of several parts together; nothing if the system does not tell.
[[nodiscard]] std::optional<page_residency> residency_of(const file& source, const std::vector<file_run>& parts);

/// The parts of `part` that are stored, and so are worth reading.
[[nodiscard]] std::vector<file_run> stored_parts(const file& source, const file_run& part);

[[nodiscard]] std::uint64_t length_of(const std::vector<file_run>& parts) noexcept;

/// Bytes of so many pages.
[[nodiscard]] std::uint64_t page_bytes(std::uint64_t pages);

/// `1 page`, `1.5 GiB`.
[[nodiscard]] std::string plural(std::uint64_t count, std::string_view thing);
[[nodiscard]] std::string sized(std::uint64_t bytes);

/// The members `pages`, `resident_pages` and `unwritten_pages`: null if the system does not tell.
void residency_members(json_writer& json, const std::optional<page_residency>& told);

/// The members `start`, `stop` and `length`.
void part_members(json_writer& json, const file_run& part);

}  // namespace memosaic::cli
