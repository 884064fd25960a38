// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include "cli/printable.hpp"
#include "cli/table/commands.hpp"
#include "cli/table/interruptible_table.hpp"
#include "cli/table/opened_table.hpp"
#include "cli/table/row_inputs.hpp"
#include "cli/trouble.hpp"
#include "memosaic/table/duplicate_key.hpp"
#include "memosaic/table/schema_text.hpp"
#include "memosaic/table/table_importer.hpp"

namespace memosaic::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t least_memory = std::uint64_t{1} << 20U;

/// Shows how far a build is once all rows were read.
class shown_build final : public build_watcher {
 public:
  shown_build(bool enabled, std::string target) : enabled_(enabled), target_(std::move(target)) {}

  [[nodiscard]] bool go_on(build_stage stage, std::uint64_t done, std::uint64_t total) override {
    if (stage == build_stage::adding) return true;
    if (!shown_ || stage != stage_) {
      shown_.emplace(enabled_, std::string(verb_of(stage)) + " " + target_,
                     total == 0 ? std::nullopt : std::optional(total),
                     stage == build_stage::indexing ? "partitions" : "records");
      stage_ = stage;
    }
    shown_->advance(done);
    return true;
  }

  void erase() noexcept { shown_.reset(); }

 private:
  static std::string_view verb_of(build_stage stage) noexcept {
    switch (stage) {
      case build_stage::arranging:
        return "arrange";
      case build_stage::ordering:
        return "order";
      default:
        return "write";
    }
  }

  bool enabled_;
  std::string target_;
  build_stage stage_ = build_stage::adding;
  std::optional<progress> shown_;
};

/// The whole of a file that is small.
std::string content_of(const std::string& path, std::uint64_t most) {
  input from(path);
  std::string text;
  for (bytes_view piece = from.next(); !piece.empty(); piece = from.next()) {
    if (piece.size() > most - text.size()) {
      throw trouble(path, "is longer than " + size_text(static_cast<double>(most)), "name a smaller file");
    }
    text += text_of(piece);
  }
  from.check_end();
  return text;
}

std::optional<schema> given_schema(const given_words& words) {
  const std::string* const path = words.last("--schema");
  if (path == nullptr) return std::nullopt;
  if (*path != "-" && begins_as_table(*path)) return open_table(*path).schema();
  return parse_schema(content_of(*path, schema::most_bytes), *path);
}

schema_field& field_named(record_type& type, std::string_view name, std::string_view option) {
  const auto position = type.position(name);
  if (position) return type.fields[*position];
  throw trouble(std::string(option), "there is no column \"" + std::string(name) + "\"",
                "name one of the columns of the input");
}

/// What `--field` and `--key` say of a schema.
schema adjusted(const given_words& words, const schema& from) {
  std::vector<record_type> types = from.types();
  for (const given_option& each : words.options) {
    if (each.facts->name != "--field") continue;
    const std::size_t split = each.value.rfind(':');
    if (split == std::string::npos) {
      throw trouble("--field", "\"" + each.value + "\" names no type", "give NAME:TYPE, as in price:float32");
    }
    schema_field& field = field_named(types.front(), std::string_view(each.value).substr(0, split), "--field");
    field.type = parse_for("--field", [&] { return parse_field_type(std::string_view(each.value).substr(split + 1)); });
  }
  if (const std::string* const key = words.last("--key")) {
    const schema_field& field = field_named(types.front(), *key, "--key");
    if (field.type.nullable() || field.may_be_missing || !is_hashable(field.type.kind())) {
      throw trouble("--key",
                    "column \"" + *key + "\" cannot be the key: it is " + field.type.to_text() +
                        (field.may_be_missing ? " and may be missing" : ""),
                    "choose one that has a value in every row, or give its type with --field");
    }
    types.front().key = field.number;
  }
  return parse_for("--field", [&] { return schema(std::move(types)); });
}

schema schema_for(const given_words& words, row_inputs& inputs, const fs::path& target, bool show_progress) {
  if (const auto given = given_schema(words)) return adjusted(words, *given);
  inputs.keep_streams(target, show_progress);
  schema_inference inference;
  inputs.for_each_row("find types", show_progress, [&](const row_reader& rows) {
    try {
      rows.infer(inference);
    } catch (const std::invalid_argument& error) {
      throw trouble("", error.what(), "give inputs with the same columns");
    }
  });
  if (inference.rows() == 0) {
    throw trouble("INPUT", "there are no rows from which the types could be found", "give --schema and a file");
  }
  return adjusted(words, parse_for("", [&] { return inference.result("row", {}, text_columns::fixed_where_smaller); }));
}

duplicate_policy duplicates_option(const given_words& words) {
  const std::string* const text = words.last("--duplicates");
  if (text == nullptr || *text == "error") return duplicate_policy::error;
  if (*text == "first") return duplicate_policy::first;
  if (*text == "last") return duplicate_policy::last;
  if (*text == "multi") return duplicate_policy::multi;
  throw trouble("--duplicates", "\"" + *text + "\" is no choice", "give error, first, last or multi");
}

std::vector<std::byte> metadata_option(const given_words& words) {
  const std::string* const text = words.last("--metadata");
  const std::string* const path = words.last("--metadata-file");
  if (text != nullptr && path != nullptr) {
    throw trouble("--metadata", "does not go with --metadata-file", "give one of them");
  }
  std::string content;
  if (text != nullptr) content = *text;
  if (path != nullptr) content = content_of(*path, std::uint64_t{64} << 20U);
  const bytes_view bytes = bytes_of(content);
  return {bytes.begin(), bytes.end()};
}

table_options options_of(const given_words& words, const schema& types, const fs::path& target) {
  table_options options;
  options.duplicates = duplicates_option(words);
  options.sorted = words.has("--sorted");
  if (types.root().key == 0 && (options.sorted || options.duplicates != duplicate_policy::error)) {
    throw trouble(options.sorted ? "--sorted" : "--duplicates", "is for tables with keys", "give --key COLUMN");
  }
  options.approximate_bits = static_cast<unsigned>(number_option(words, "--approximate", 0, 1, 32));
  if (options.approximate_bits != 0 && (types.root().key == 0 || options.sorted)) {
    throw trouble("--approximate", "hashes the keys and does not keep them",
                  options.sorted ? "leave out --sorted" : "give --key COLUMN");
  }
  options.insertion_order = words.has("--insertion-order");
  options.memory_limit = number_option(words, "--memory", options.memory_limit, least_memory);
  options.threads = threads_option(words);
  options.reproducible = words.has("--reproducible");
  options.user_metadata = metadata_option(words);
  options.temporary_folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  return options;
}

/// Errors: `trouble` for a target that cannot be replaced, or may not.
fs::path target_of(const given_words& words) {
  const std::string* const path = words.last("--output");
  if (path == nullptr || path->empty()) throw trouble("-o", "is missing", "name the table to write, as in -o a.table");
  if (*path == "-") throw trouble("-o", "a table cannot be written to standard output", "name a file");
  const fs::path target(*path);
  const fs::file_status status = fs::status(target);
  if (fs::is_directory(status)) throw trouble(*path, "is a folder", "name a file in it");
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    throw trouble(*path, "is a pipe or a device, and a table is a file", "name a file");
  }
  if (target.has_parent_path() && !fs::exists(target.parent_path())) {
    throw trouble(*path, "the folder " + target.parent_path().string() + " does not exist", "create it first");
  }
  const bool holds_something = fs::exists(status) && fs::file_size(target) > 0;
  if (holds_something && !words.has("--force") && !begins_as_table(*path)) {
    throw trouble(*path, "exists already, and is no table", "name another file, or give --force to replace it",
                  exit_code::conflict);
  }
  return target;
}

std::string kind_text(const schema& types, const table_options& options) {
  if (options.approximate_bits != 0) return "an approximate multimap";
  if (types.root().key == 0) return "an array";
  const auto position = types.root().position(types.root().key);
  return fmt::format("a {} by \"{}\"", options.duplicates == duplicate_policy::multi ? "multimap" : "map",
                     printable(types.root().fields[*position].name));
}

container_header write_table(row_inputs& inputs, const schema& types, const table_options& options,
                             const fs::path& target, bool show_progress, std::uint64_t& rows) {
  table_options chosen = options;
  shown_build watcher(show_progress, target.string());
  chosen.watcher = &watcher;
  table_builder builder = parse_for("--key", [&] { return table_builder(types, chosen); });
  table_importer importer(builder);
  inputs.for_each_row("build " + target.string(), show_progress, [&](const row_reader& row) { importer.add(row); });
  inputs.forget();
  rows = builder.size();
  interruptible_table to(target);
  container_header header;
  try {
    header = builder.finish_to(to.file());
  } catch (const duplicate_key& error) {
    throw trouble(importer.source_of(error.again()),
                  "its key " + error.key() + " is that of " + importer.source_of(error.before()),
                  "leave one of them out, or give --duplicates and first, last or multi", exit_code::conflict);
  }
  watcher.erase();
  to.publish();
  return header;
}

}  // namespace

exit_code build_table_command(const given_words& words, answer_form form, console& with) {
  const auto start = std::chrono::steady_clock::now();
  const fs::path target = target_of(words);
  row_inputs inputs(words);
  const schema types = schema_for(words, inputs, target, with.progress);
  const table_options options = options_of(words, types, target);
  std::uint64_t rows = 0;
  const container_header header = write_table(inputs, types, options, target, with.progress, rows);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  if (form == answer_form::text) {
    std::string text = fmt::format("{}: {} of {}, {}", printable(target.string()), kind_text(types, options),
                                   plural(header.record_count, "record"), sized(header.length));
    if (rows != header.record_count)
      text += fmt::format("; {} left out: their keys were there", plural(rows - header.record_count, "row"));
    with.out.write(text + fmt::format("; {:.1f} s\n", taken.count()));
  } else {
    json_writer json(with.out);
    json.begin_object();
    json.member("schema", "memosaic.table.build/1");
    json.path("target", target.string());
    json.member("rows", rows);
    json.member("records", header.record_count);
    json.count("size", header.length);
    json.member("content_id", fmt::format("{:016x}{:016x}", header.content_id.high, header.content_id.low));
    json.member("microseconds", static_cast<std::uint64_t>(taken.count() * 1e6));
    json.end_object();
    with.out.write("\n");
  }
  with.out.flush();
  return exit_code::yes;
}

}  // namespace memosaic::cli
