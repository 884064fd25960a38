// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <stdexcept>
#include <string>

#include "cli/printable.hpp"
#include "cli/progress.hpp"
#include "cli/table/commands.hpp"
#include "cli/table/opened_table.hpp"
#include "cli/trouble.hpp"
#include "memosaic/table/json_line.hpp"
#include "memosaic/table/table_comparison.hpp"

namespace memosaic::cli {
namespace {

using kind = table_difference::kind;

constexpr std::uint64_t records_between_progress = 4096;

struct difference_counts {
  std::uint64_t added = 0;
  std::uint64_t removed = 0;
  std::uint64_t changed = 0;

  [[nodiscard]] std::uint64_t all() const noexcept { return added + removed + changed; }
};

std::string_view kind_name(kind what) noexcept {
  return what == kind::added ? "added" : what == kind::removed ? "removed" : "changed";
}

/// A field as JSON; what is not there as null.
std::string json_of(const std::optional<record>& row, std::string_view name) {
  std::string text;
  value content;
  if (row && row->type().position(name)) content = (*row)[name].materialise();
  append_json(text, content);
  content.dismantle();
  return text;
}

std::string json_of(const record& row) {
  std::string text;
  const value copy = row.materialise();
  append_json(text, copy);
  copy.dismantle();
  return text;
}

std::string_view key_name(const record& row) { return row.type().fields[*row.type().position(row.type().key)].name; }

void print_text(const table_difference& found, table_kind shape, output& out) {
  const record& shown = found.after ? *found.after : *found.before;
  std::string text = found.what == kind::added ? "+ " : found.what == kind::removed ? "- " : "~ ";
  if (shape == table_kind::array) {
    text += fmt::format("record {}", found.position);
  } else {
    text += json_of(shown, key_name(shown));
    if (shape == table_kind::multimap) text += fmt::format(" ({})", found.position);
  }
  text += ":";
  if (found.what == kind::changed) {
    bool first = true;
    for (const std::string& name : found.fields) {
      text += fmt::format("{} {}: {} -> {}", first ? "" : ",", name, json_of(found.before, name),
                          json_of(found.after, name));
      first = false;
    }
  } else {
    text += " " + json_of(shown);
  }
  out.write(printable(text));
  out.write("\n");
}

void write_json(json_writer& json, const table_difference& found, table_kind shape) {
  const record& shown = found.after ? *found.after : *found.before;
  json.begin_object();
  json.member("kind", kind_name(found.what));
  json.member("position", found.position);
  if (shape != table_kind::array) {
    json.key("key");
    json.raw(json_of(shown, key_name(shown)));
  }
  if (found.what == kind::changed) {
    json.key("fields");
    json.begin_array();
    for (const std::string& name : found.fields) json.value(name);
    json.end_array();
  }
  for (const auto& [name, row] : {std::pair("before", &found.before), std::pair("after", &found.after)}) {
    json.key(name);
    if (*row) {
      json.raw(json_of(**row));
    } else {
      json.null();
    }
  }
  json.end_object();
}

table_comparison compare_tables(const given_words& words, const table& before, const table& after) {
  try {
    return {before, after};
  } catch (const std::invalid_argument& error) {
    throw trouble(words.operands[0] + " " + words.operands[1], error.what(), "compare what is alike");
  }
}

void count(difference_counts& counts, kind what) {
  (what == kind::added ? counts.added : what == kind::removed ? counts.removed : counts.changed) += 1;
}

}  // namespace

exit_code table_diff_command(const given_words& words, answer_form form, console& with) {
  if (words.operands.size() != 2) {
    if (words.operands.size() > 2) throw trouble(words.operands[2], "is one table too many", "name two");
    throw trouble(words.operands.empty() ? "A" : "B", "is missing", "name two tables, A and B");
  }
  const bool summary = words.has("--summary");
  const std::uint64_t limit = summary ? 0 : number_option(words, "--limit", UINT64_MAX);
  const table before = open_table(words.operands[0]);
  const table after = open_table(words.operands[1]);
  table_comparison comparison = compare_tables(words, before, after);
  const table_kind shape = before.kind() == table_kind::array                                    ? table_kind::array
                           : before.kind() == table_kind::map && after.kind() == table_kind::map ? table_kind::map
                                                                                                 : table_kind::multimap;
  const bool document = form != answer_form::text;
  json_writer json(with.out);
  if (document) {
    json.begin_object();
    json.member("schema", "memosaic.table.diff/1");
    json.path("first", words.operands[0]);
    json.path("second", words.operands[1]);
    json.member("same_schema", before.schema() == after.schema());
    json.key("differences");
    json.begin_array();
  }
  progress shown(with.progress && !with.out.is_terminal(), "diff " + words.operands[0], comparison.total(), "records");
  difference_counts counts;
  for (;;) {
    const table_comparison::step now = comparison.advance(records_between_progress);
    shown.advance(comparison.done());
    if (now == table_comparison::step::end) break;
    if (now == table_comparison::step::paused) continue;
    count(counts, comparison.difference().what);
    if (counts.all() <= limit) {
      if (document) {
        write_json(json, comparison.difference(), shape);
      } else {
        print_text(comparison.difference(), shape, with.out);
      }
      with.out.flush_for_reader();
    }
  }
  shown.erase();
  const bool equal = counts.all() == 0;
  if (document) {
    json.end_array();
    json.member("equal", equal);
    json.member("added", counts.added);
    json.member("removed", counts.removed);
    json.member("changed", counts.changed);
    json.member("unchanged", comparison.equal_records());
    json.end_object();
    with.out.write("\n");
  } else if (!equal) {
    with.out.write(fmt::format("{} {} differ: {} removed, {} added, {} changed, {} equal{}\n",
                               printable(words.operands[0]), printable(words.operands[1]), counts.removed, counts.added,
                               counts.changed, comparison.equal_records(),
                               before.schema() == after.schema() ? "" : "; their schemas differ too"));
  }
  with.out.flush();
  return equal ? exit_code::yes : exit_code::no;
}

}  // namespace memosaic::cli
