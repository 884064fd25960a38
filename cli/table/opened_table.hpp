#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/file/targets.hpp"
#include "cli/json_writer.hpp"
#include "memosaic/table/table.hpp"

/// What the commands that read tables do alike.
namespace memosaic::cli {

/// Whether a file begins as tables do. Errors: the system's.
[[nodiscard]] bool begins_as_table(const std::string& path);

/// Opens it, testing what `open_level::checked` does.
///
/// Errors: `trouble` for what is no table at all; `format_error` for a damaged one; the system's.
[[nodiscard]] table open_table(const std::string& path);

/// Calls `work` for each table; one that throws is complained about and passed over. With --json, `work` writes an
/// object into the array `tables` of a document with this schema; the writer is null without.
///
/// Returns the code of the worst complaint. Errors: `trouble` if no table is named.
using table_work = std::function<void(const std::string& path, json_writer* json)>;
[[nodiscard]] exit_code for_each_table(const given_words& words, std::string_view schema, answer_form form,
                                       console& with, const table_work& work);

/// `--threads`, or as many as processors, up to 8. Errors: `trouble`.
[[nodiscard]] unsigned threads_option(const given_words& words);

/// Its value as a number from `least` to `most`, or `otherwise` if it was not given. Errors: `trouble`.
[[nodiscard]] std::uint64_t number_option(const given_words& words, std::string_view name, std::uint64_t otherwise,
                                          std::uint64_t least = 0, std::uint64_t most = UINT64_MAX);

[[nodiscard]] std::string_view name_of(table_kind kind) noexcept;

/// The field by which records are found; null for arrays, and for tables that do not keep keys.
[[nodiscard]] const schema_field* key_field(const table& of);

/// The type by which a key is read that somebody typed: without a capacity, for what is too long is absent.
[[nodiscard]] field_type key_type(const table& of);

/// As in "pilots".
[[nodiscard]] std::string section_name(section_type type);

}  // namespace memosaic::cli
