// SPDX-License-Identifier: Apache-2.0
#include "cli/table/row_inputs.hpp"

#include <algorithm>
#include <stdexcept>

#include "cli/trouble.hpp"

namespace memosaic::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* forms = "give csv, tsv or jsonl";

void set_delimiter(row_format& format, const std::string& text) {
  const std::string_view shown = text == "\\t" ? std::string_view("\t") : std::string_view(text);
  if (shown.size() != 1) {
    throw trouble("--delimiter", "\"" + text + "\" is no single character", "give one, as ';' or '\\t'");
  }
  format.delimited.delimiter = shown.front();
  parse_for("--delimiter", [&] { static_cast<void>(row_reader("", format)); });
}

row_format format_of(const given_words& words, const std::string& path) {
  row_format format;
  if (const std::string* const name = words.last("--from")) {
    const auto known = row_format::named(*name);
    if (!known) throw trouble("--from", "\"" + *name + "\" is no form of rows", forms);
    format = *known;
  } else {
    const auto known = row_format::of_path(path);
    if (!known) {
      throw trouble(path == "-" ? "standard input" : path,
                    path == "-" ? "has no extension that tells how its rows are written"
                                : "its extension stands for no form of rows",
                    "give --from and csv, tsv or jsonl");
    }
    format = *known;
  }
  const bool is_delimited = format.form == row_format::kind::delimited;
  for (const char* const name : {"--delimiter", "--no-heading"}) {
    if (words.has(name) && !is_delimited) throw trouble(name, "is not for JSON lines", "leave it out");
  }
  if (words.has("--no-heading")) format.delimited.names = delimited_format::heading::absent;
  if (const std::string* const delimiter = words.last("--delimiter")) set_delimiter(format, *delimiter);
  return format;
}

}  // namespace

row_inputs::row_inputs(const given_words& words) {
  if (words.operands.empty()) {
    throw trouble("INPUT", "is missing", "name files of CSV, TSV or JSON lines, or - for standard input");
  }
  for (const std::string& path : words.operands) {
    sources_.push_back({path == "-" ? "standard input" : path, path, format_of(words, path)});
  }
  const auto is_stdin = [](const source& each) { return each.path == "-"; };
  if (std::ranges::count_if(sources_, is_stdin) > 1) throw trouble("-", "is named twice", "name it once");
}

std::unique_ptr<input> row_inputs::open(const source& from) const {
  auto opened = std::make_unique<input>(from.path);
  if (from.part) opened->narrow_or_refuse(*from.part);
  return opened;
}

std::optional<std::uint64_t> row_inputs::total() const {
  std::uint64_t sum = 0;
  for (const source& each : sources_) {
    if (each.part) {
      sum += *each.part->stop - each.part->start;
      continue;
    }
    std::error_code failed;
    const fs::path path = each.path == "-" ? "/dev/stdin" : each.path;
    if (!fs::is_regular_file(path, failed)) return std::nullopt;
    sum += fs::file_size(path, failed);
    if (failed) return std::nullopt;
  }
  return sum;
}

void row_inputs::keep_streams(const fs::path& target, bool show_progress) {
  std::uint64_t size = 0;
  for (source& each : sources_) {
    input from(each.path);
    if (from.seekable()) continue;
    if (!kept_) kept_.emplace(target, output_file::existing::replace, fs::perms::owner_read | fs::perms::owner_write);
    progress shown(show_progress, "read " + each.name, std::nullopt);
    const std::uint64_t start = size;
    for (bytes_view piece = from.next(); !piece.empty(); piece = from.next()) {
      kept_->file().write(piece);
      size += piece.size();
      shown.advance(size - start);
    }
    // It may have no name in any folder.
    each.path = "/proc/self/fd/" + std::to_string(kept_->file().fd());
    each.part = byte_range{start, size};
  }
}

}  // namespace memosaic::cli
