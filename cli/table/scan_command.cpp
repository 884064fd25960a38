// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <stdexcept>
#include <string>

#include "cli/table/commands.hpp"
#include "cli/table/opened_table.hpp"
#include "cli/table/records_in_order.hpp"
#include "cli/table/row_printer.hpp"
#include "cli/trouble.hpp"
#include "memosaic/table/field_text.hpp"

namespace memosaic::cli {
namespace {

/// A bound of `--from` or `--to`; null without it. Texts and bytes may be longer than any key.
value bound(const given_words& words, std::string_view name, const table& of) {
  const std::string* const text = words.last(name);
  if (text == nullptr) return {};
  const field_type type = key_type(of);
  return parse_for(name, [&] {
    if (is_integer(type.kind())) {
      return parse_field(*text, plain_type(text->starts_with('-') ? value_kind::int64 : value_kind::uint64));
    }
    return parse_field(*text, type);
  });
}

table_range prefixed(const table& of, const std::string& prefix) {
  if (key_type(of).kind() == value_kind::bytes) {
    const value bytes = parse_for("--prefix", [&] { return parse_field(prefix, plain_type(value_kind::bytes)); });
    return of.scan_prefix(bytes.as_bytes());
  }
  return of.scan_prefix(std::string_view(prefix));
}

table_range wanted(const given_words& words, const std::string& path, const table& of) {
  const bool is_range = words.has("--from") || words.has("--to");
  const std::string* const prefix = words.last("--prefix");
  if (!is_range && prefix == nullptr) return records_in_order(words, path, of);
  if (is_range && prefix != nullptr)
    throw trouble("--prefix", "is a range of keys already", "leave out --from and --to");
  if (words.has("--insertion-order")) {
    throw trouble("--insertion-order", "does not go with a range of keys", "leave it out");
  }
  require_key_order(path, of);
  if (prefix == nullptr) return of.scan(bound(words, "--from", of), bound(words, "--to", of));
  try {
    return prefixed(of, *prefix);
  } catch (const std::invalid_argument& error) {
    throw trouble(path, error.what(), "only texts and bytes have prefixes");
  }
}

}  // namespace

exit_code table_scan_command(const given_words& words, answer_form form, console& with) {
  const std::string& path = only_table(words);
  std::uint64_t left = number_option(words, "--limit", UINT64_MAX);
  const table from = open_table(path);
  const table_range found = wanted(words, path, from);
  row_printer printer(words, from, "memosaic.table.scan/1", form, with);
  for_each_record(words, from, found, [&](const record& row) {
    if (left == 0) return false;
    printer.print(row);
    return --left != 0;
  });
  printer.finish();
  return exit_code::yes;
}

}  // namespace memosaic::cli
