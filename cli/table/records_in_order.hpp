#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "cli/arguments.hpp"
#include "memosaic/table/table.hpp"

/// In which order records are gone through.
namespace memosaic::cli {

/// The one operand. Errors: `trouble` for none, and for several.
[[nodiscard]] const std::string& only_table(const given_words& words);

/// By `--key-order` or `--insertion-order`; without them in the order of insertion if the table keeps it, else as they
/// lie. Errors: `trouble` if the table does not keep it.
[[nodiscard]] table_range records_in_order(const given_words& words, const std::string& path, const table& of);

/// Errors: `trouble` if the table cannot be scanned by key.
void require_key_order(const std::string& path, const table& of);

/// Whether positions of the range stand for keys, each of which may have several records.
[[nodiscard]] bool is_by_key(const given_words& words, const table& of);

/// Calls `take` for each record, also for all those of a key where the range has the first of each, until it returns
/// false.
template <typename Take>
void for_each_record(const given_words& words, const table& of, const table_range& range, const Take& take) {
  const bool by_key = is_by_key(words, of);
  const std::size_t key = by_key ? *of.schema().root().position(of.schema().root().key) : 0;
  for (const record row : range) {
    if (!by_key) {
      if (!take(row)) return;
      continue;
    }
    for (const record each : of.equal_range(row.field(key).materialise())) {
      if (!take(each)) return;
    }
  }
}

}  // namespace memosaic::cli
