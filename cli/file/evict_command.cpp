// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "cli/descriptors.hpp"
#include "cli/file/commands.hpp"
#include "cli/file/targets.hpp"
#include "cli/printable.hpp"

namespace memosaic::cli {
namespace {

constexpr std::size_t most_processes = 5;

/// What became of the pages that lie wholly in one range.
struct departure {
  std::optional<page_residency> before;
  std::optional<page_residency> after;
  std::vector<std::string> processes;  ///< that have the file mapped, if pages stayed that are written
  bool in_memory_only = false;         ///< whether the file system has no other place than memory

  [[nodiscard]] std::uint64_t left() const {
    return before->resident > after->resident ? before->resident - after->resident : 0;
  }

  /// Asking for pages to leave has them written, so that some may have been written by now that could not leave.
  [[nodiscard]] std::uint64_t waiting() const {
    return std::min(after->resident, std::max(before->unwritten, after->unwritten));
  }
  [[nodiscard]] std::uint64_t held() const { return after->resident - waiting(); }
};

// The page in which the file ends counts as whole.
file_run whole_pages(const file_target& target) {
  const std::uint64_t page = page_bytes(1);
  const std::uint64_t stop = target.part.offset + target.part.length;
  const std::uint64_t first =
      target.part.offset % page == 0 ? target.part.offset : target.part.offset / page * page + page;
  const std::uint64_t last = stop == target.opened.size() ? stop : stop / page * page;
  return first < last ? file_run{first, last - first} : file_run{target.part.offset, 0};
}

departure evict(const file_target& target, bool flush) {
  const file_run part = whole_pages(target);
  departure result;
  if (flush) flush_to_device(target.opened.fd(), target.path);
  result.before = residency(target.opened, part);
  drop_behind(target.opened, part);
  result.after = residency(target.opened, part);
  if (!result.before || !result.after) {
    result.before.reset();
    result.after.reset();
  } else if (result.held() > 0) {
    const std::string system = file_system_of(target.status.device);
    result.in_memory_only = system == "tmpfs" || system == "ramfs" || system == "devtmpfs";
    if (!result.in_memory_only) result.processes = processes_that_map(target.status, most_processes);
  }
  return result;
}

std::string reason(const departure& result) {
  std::string text;
  if (result.in_memory_only) return "the file system has no other place for them";
  if (result.waiting() > 0) {
    text = plural(result.waiting(), "page") + (result.waiting() == 1 ? " waits" : " wait") +
           " to be written, give --flush";
  }
  if (result.held() == 0) return text;
  if (!text.empty()) text += "; ";
  text += plural(result.held(), "page");
  text += result.held() == 1 ? " is " : " are ";
  if (result.processes.empty()) return text + "held by the system, or by processes of others";
  text += result.processes.size() == 1 ? "mapped by process " : "mapped by processes ";
  for (std::size_t i = 0; i < result.processes.size(); ++i) {
    if (i > 0) text += ", ";
    text += printable(result.processes[i]);
  }
  return text;
}

void print_text(const file_target& target, const departure& result, output& out) {
  std::string text = printable(target.path) + ": ";
  if (!result.after) {
    text += "asked to leave memory; what of it is there is told only to those who may write it";
  } else {
    text += fmt::format("{} left ({})", plural(result.left(), "page"), sized(page_bytes(result.left())));
    if (result.after->resident > 0) text += fmt::format(", {} stayed: {}", result.after->resident, reason(result));
  }
  out.write(text + "\n");
}

void write_json(const file_target& target, const departure& result, json_writer& json) {
  json.begin_object();
  json.path("path", target.path);
  part_members(json, target.part);
  residency_members(json, result.after);
  if (result.after) {
    json.member("left_pages", result.left());
  } else {
    json.null_member("left_pages");
  }
  json.key("mapped_by");
  json.begin_array();
  for (const std::string& process : result.processes) json.value(process);
  json.end_array();
  json.count("page_size", page_bytes(1));
  json.member("complete", !result.after || result.after->resident == 0);
  json.end_object();
}

}  // namespace

exit_code evict_command(const given_words& words, answer_form form, console& with) {
  const byte_range range = range_option(words);
  const bool flush = words.has("--flush");
  return for_each_file(words, "memosaic.file.evict/1", form, with, [&](const std::string& path, json_writer* json) {
    const file_target target = file_target::open(path, range);
    const departure result = evict(target, flush);
    if (json != nullptr) {
      write_json(target, result, *json);
    } else {
      print_text(target, result, with.out);
    }
    return !result.after || result.after->resident == 0;
  });
}

}  // namespace memosaic::cli
