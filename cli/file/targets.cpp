// SPDX-License-Identifier: Apache-2.0
#include "cli/file/targets.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/trouble.hpp"

namespace memosaic::cli {
namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& what) {
  throw trouble(path, what, "name a regular file");
}

std::string refusal_of(file_kind kind) {
  std::string text = "is ";
  text += title_of(kind);
  if (kind == file_kind::pipe || kind == file_kind::socket) text += ", of which nothing stays in memory";
  return text;
}

}  // namespace

file_target file_target::open(const std::string& path, const byte_range& range) {
  file_target target{path, status_of(path), {}, {}};
  if (target.status.kind == file_kind::folder) throw trouble(path, "is a folder", "name a file in it");
  if (target.status.kind != file_kind::regular) refuse(path, refusal_of(target.status.kind));
  target.opened = file(path);
  if (!target.opened.is_regular()) refuse(path, "is made up by the system when it is read");
  const std::uint64_t size = target.opened.size();
  if (range.start > size) {
    throw trouble(path,
                  "the range starts at " + hex_number(range.start) + ", beyond the end of the file, which is " +
                      std::to_string(size) + " bytes",
                  "give a range that starts inside");
  }
  target.part = {range.start, std::min(range.stop.value_or(size), size) - range.start};
  return target;
}

exit_code for_each_file(const given_words& words, std::string_view schema, answer_form form, console& with,
                        const file_work& work) {
  if (words.operands.empty()) throw trouble("FILE", "is missing", "name one file or several");
  for (const std::string& path : words.operands) {
    if (path == "-") throw trouble("-", "is standard input, and no file by name", "name the file itself");
  }
  json_writer json(with.out);
  const bool document = form != answer_form::text;
  if (document) {
    json.begin_object();
    json.member("schema", schema);
    json.key("files");
    json.begin_array();
  }
  bool all = true;
  for (const std::string& path : words.operands) {
    try {
      all = work(path, document ? &json : nullptr) && all;
      with.out.flush_for_reader();
    } catch (const output_error&) {
      throw;
    } catch (const std::exception& error) {
      with.errors.tell(explain(error, path));
    }
  }
  if (document) {
    json.end_array();
    json.end_object();
    with.out.write("\n");
  }
  with.out.flush();
  if (!with.errors.none()) return exit_code::trouble;
  return all ? exit_code::yes : exit_code::no;
}

byte_range range_option(const given_words& words) {
  const std::string* const text = words.last("--range");
  if (text == nullptr) return {};
  return parse_for("--range", [&] { return parse_range(*text); });
}

std::optional<page_residency> residency_of(const file& source, const std::vector<file_run>& parts) {
  page_residency all;
  for (const file_run& part : parts) {
    const auto told = residency(source, part);
    if (!told) return std::nullopt;
    all.pages += told->pages;
    all.resident += told->resident;
    all.unwritten += told->unwritten;
  }
  return all;
}

std::vector<file_run> stored_parts(const file& source, const file_run& part) {
  const std::uint64_t stop = part.offset + part.length;  // inside the file
  std::vector<file_run> parts;
  for (const file_run& run : source.stored_runs()) {
    const std::uint64_t first = std::max(run.offset, part.offset);
    const std::uint64_t last = std::min(run.offset + run.length, stop);
    if (first < last) parts.push_back({first, last - first});
  }
  return parts;
}

std::uint64_t length_of(const std::vector<file_run>& parts) noexcept {
  std::uint64_t length = 0;
  for (const file_run& part : parts) length += part.length;
  return length;
}

std::uint64_t page_bytes(std::uint64_t pages) { return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)); }

std::string plural(std::uint64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

std::string sized(std::uint64_t bytes) {
  return bytes < 1024 ? plural(bytes, "byte") : size_text(static_cast<double>(bytes));
}

void residency_members(json_writer& json, const std::optional<page_residency>& told) {
  const auto number = [&](std::string_view name, std::uint64_t page_residency::*which) {
    if (!told) return json.null_member(name);
    json.member(name, (*told).*which);
  };
  number("pages", &page_residency::pages);
  number("resident_pages", &page_residency::resident);
  number("unwritten_pages", &page_residency::unwritten);
}

void part_members(json_writer& json, const file_run& part) {
  json.offset("start", part.offset);
  json.offset("stop", part.offset + part.length);
  json.count("length", part.length);
}

}  // namespace memosaic::cli
