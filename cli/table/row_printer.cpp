// SPDX-License-Identifier: Apache-2.0
#include "cli/table/row_printer.hpp"

#include <array>
#include <stdexcept>

#include "cli/trouble.hpp"
#include "memosaic/table/field_text.hpp"

namespace memosaic::cli {
namespace {

constexpr std::array row_table{
    option_facts{"--csv", "", "", "Rows of CSV with a heading, instead of JSON lines"},
    option_facts{"--tsv", "", "", "The same of TSV"},
    option_facts{"--field", "", "NAME", "Only the value of this field, as it is; of several, between tabs"},
};

}  // namespace

const std::span<const option_facts> row_option_facts(row_table);

row_printer::row_printer(const given_words& words, const table& from, std::string_view schema, answer_form form,
                         console& with)
    : with_(with), json_(with.out), document_(form != answer_form::text) {
  const int chosen = int{document_} + int{words.has("--csv")} + int{words.has("--tsv")} + int{words.has("--field")};
  if (chosen > 1) throw trouble("--csv, --tsv, --field and --json", "do not go together", "give one of them");
  if (words.has("--field")) {
    choose_fields(words, from);
  } else {
    const row_format format = words.has("--csv")   ? row_format::comma_separated()
                              : words.has("--tsv") ? row_format::tab_separated()
                                                   : row_format::json_lines();
    try {
      rows_.emplace(from.schema(), format);
    } catch (const std::invalid_argument& error) {
      throw trouble(from.container().path(), error.what());
    }
    rows_->append_heading(text_);
    with_.out.write(text_);
  }
  if (!document_) return;
  json_.begin_object();
  json_.member("schema", schema);
  json_.path("path", from.container().path());
  json_.key("records");
  json_.begin_array();
}

void row_printer::choose_fields(const given_words& words, const table& from) {
  const record_type& type = from.schema().root();
  for (const given_option& each : words.options) {
    if (each.facts->name != "--field") continue;
    const auto position = type.position(std::string_view(each.value));
    if (!position) {
      throw trouble("--field", "\"" + each.value + "\" is no field of " + from.container().path(),
                    "see memosaic table info --schema");
    }
    fields_.push_back(*position);
  }
}

void row_printer::append_fields(const record& row) {
  bool first = true;
  for (const std::size_t position : fields_) {
    if (!first) text_ += '\t';
    first = false;
    const value_view held = row.field(position);
    if (!held.is_present()) continue;
    const value copy = held.materialise();
    append_field(text_, copy, held.type());
    copy.dismantle();
  }
  text_ += '\n';
}

void row_printer::print(const record& row) {
  text_.clear();
  if (rows_) {
    rows_->append(text_, row);
  } else {
    append_fields(row);
  }
  ++count_;
  if (document_) {
    text_.pop_back();  // the line feed
    json_.raw(text_);
  } else {
    with_.out.write(text_);
    with_.out.flush_for_reader();
  }
}

void row_printer::finish() {
  if (document_) {
    json_.end_array();
    json_.member("count", count_);
    json_.end_object();
    with_.out.write("\n");
  }
  with_.out.flush();
}

}  // namespace memosaic::cli
