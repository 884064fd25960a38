// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include "cli/descriptors.hpp"
#include "cli/interruptible_output.hpp"
#include "cli/json_writer.hpp"
#include "cli/progress.hpp"
#include "cli/table/commands.hpp"
#include "cli/table/opened_table.hpp"
#include "cli/table/records_in_order.hpp"
#include "cli/trouble.hpp"
#include "memosaic/table/row_writer.hpp"

namespace memosaic::cli {
namespace {

namespace fs = std::filesystem;

row_format format_of(const given_words& words, const std::string& target) {
  if (const std::string* const name = words.last("--to")) {
    if (const auto known = row_format::named(*name)) return *known;
    throw trouble("--to", "\"" + *name + "\" is no form of rows", "give csv, tsv or jsonl");
  }
  if (target == "-") return row_format::comma_separated();
  if (const auto known = row_format::of_path(target)) return *known;
  const fs::file_status status = fs::status(target);
  if (fs::exists(status) && !fs::is_regular_file(status)) return row_format::comma_separated();
  throw trouble(target, "its extension stands for no form of rows", "give --to and csv, tsv or jsonl");
}

/// Where rows go: a file that appears whole, or a descriptor.
class row_target {
 public:
  row_target(const std::string& path, console& with) {
    if (path == "-") {
      to_ = &with.out;
      return;
    }
    const fs::file_status status = fs::status(path);
    if (fs::is_directory(status)) throw trouble(path, "is a folder", "name a file in it");
    if (fs::is_block_file(status)) throw trouble(path, "is a disk, and what is on it would be lost", "name a file");
    if (fs::exists(status) && !fs::is_regular_file(status)) {
      straight_ = open_existing(path);
      own_.emplace(straight_.fd(), path);
    } else {
      file_.emplace(path, output_file::existing::replace, output_file::usual_permissions);
      own_.emplace(file_->file().fd(), path);
    }
    to_ = &*own_;
    path_ = path;
  }

  [[nodiscard]] output& to() noexcept { return *to_; }

  void finish() {
    to_->flush();
    if (file_) file_->publish();
    if (own_ && !file_) straight_.close(path_);
  }

 private:
  std::string path_;
  std::optional<interruptible_output> file_;
  descriptor straight_;
  std::optional<output> own_;
  output* to_ = nullptr;
};

}  // namespace

exit_code table_export_command(const given_words& words, answer_form form, console& with) {
  const std::string& path = only_table(words);
  const std::string* const named = words.last("--output");
  const std::string target = named == nullptr ? "-" : *named;
  if (form != answer_form::text && target == "-") {
    throw trouble("--json", "says what was done, and the rows go to standard output",
                  "give -o FILE, or --to jsonl for rows");
  }
  const row_format format = format_of(words, target);
  const table from = open_table(path);
  const table_range rows = records_in_order(words, path, from);
  std::optional<row_writer> writer;
  try {
    writer.emplace(from.schema(), format);
  } catch (const std::invalid_argument& error) {
    throw trouble(path, error.what(), "give --to jsonl");
  }
  row_target to(target, with);
  progress shown(with.progress && !to.to().is_terminal(), "export " + path, from.size(), "records");
  std::string text;
  writer->append_heading(text);
  std::uint64_t count = 0;
  for_each_record(words, from, rows, [&](const record& row) {
    try {
      writer->append(text, row);
    } catch (const std::invalid_argument& error) {
      throw trouble(path, "record " + std::to_string(count) + ": " + error.what(), "see memosaic table verify");
    }
    if (text.size() >= std::size_t{64} << 10U) {
      to.to().write(text);
      text.clear();
      shown.advance(count);
    }
    ++count;
    return true;
  });
  to.to().write(text);
  shown.erase();
  to.finish();
  if (form != answer_form::text) {
    json_writer json(with.out);
    json.begin_object();
    json.member("schema", "memosaic.table.export/1");
    json.path("path", path);
    json.path("target", target);
    json.member("count", count);
    json.end_object();
    with.out.write("\n");
    with.out.flush();
  }
  return exit_code::yes;
}

}  // namespace memosaic::cli
