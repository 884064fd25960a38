// SPDX-License-Identifier: Apache-2.0
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <filesystem>
#include <optional>

#include "cli/file/commands.hpp"
#include "cli/file/targets.hpp"
#include "cli/printable.hpp"
#include "cli/trouble.hpp"
#include "memosaic/file/mapping.hpp"

namespace memosaic::cli {
namespace {

/// What is known of a file. What is not regular has not been opened, and has only the first three.
struct facts {
  file_status status;
  std::string file_system;  ///< empty if unknown
  bool regular = false;
  std::vector<file_run> stored;
  std::uint64_t holes = 0;
  std::string obstacle;  ///< why it cannot be mapped; empty if it can
  std::optional<page_residency> memory;
};

std::uint64_t count_holes(const std::vector<file_run>& stored, std::uint64_t size) {
  std::uint64_t holes = 0;
  std::uint64_t at = 0;
  for (const file_run& run : stored) {
    holes += run.offset != at ? 1 : 0;
    at = run.offset + run.length;
  }
  return holes + (at != size ? 1 : 0);
}

std::string obstacle_to_mapping(const file& source) {
  try {
    const mapping tried(source, 0, std::min<std::uint64_t>(source.size(), 1));
    return {};
  } catch (const std::filesystem::filesystem_error& error) {
    return error.code().message();
  }
}

facts learn(const std::string& path) {
  facts known;
  known.status = status_of(path);
  known.file_system = file_system_of(known.status.device);
  if (known.status.kind == file_kind::folder) throw trouble(path, "is a folder", "name a file in it");
  if (known.status.kind != file_kind::regular) return known;
  const file opened(path);
  known.regular = opened.is_regular();
  if (!known.regular) return known;
  known.status.size = opened.size();
  known.stored = opened.stored_runs();
  known.holes = count_holes(known.stored, opened.size());
  known.obstacle = obstacle_to_mapping(opened);
  known.memory = residency(opened, {0, opened.size()});
  return known;
}

std::string time_text(std::int64_t nanoseconds) {
  constexpr std::int64_t second = 1'000'000'000;
  const std::int64_t fraction = (nanoseconds % second + second) % second;
  const auto seconds = static_cast<std::time_t>((nanoseconds - fraction) / second);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:09}Z", fmt::gmtime(seconds), fraction);
}

std::string memory_text(const std::optional<page_residency>& memory) {
  if (!memory) return "what of it is in memory is told only to those who may write it";
  std::string text = fmt::format("{} of {} in memory ({})", memory->resident, plural(memory->pages, "page"),
                                 sized(page_bytes(memory->resident)));
  if (memory->unwritten > 0) text += fmt::format(", {} of them not written yet", memory->unwritten);
  return text;
}

void print_text(const std::string& path, const facts& known, bool list_runs, output& out) {
  const file_status& status = known.status;
  std::string text = fmt::format("{}: {}", printable(path), title_of(status.kind));
  if (status.kind == file_kind::regular && !known.regular) text += ", made up by the system when it is read";
  if (known.regular) text += fmt::format(", {}", plural(status.size, "byte"));
  if (known.regular && status.size >= 1024) text += fmt::format(" ({})", sized(status.size));
  if (!known.file_system.empty()) text += fmt::format(", on {}", printable(known.file_system));
  text += fmt::format("\n  device {}, inode {}, changed {}\n", device_text(status.device), status.inode,
                      time_text(status.modified_ns));
  if (known.regular) {
    const std::uint64_t stored = length_of(known.stored);
    text += fmt::format("  {} stored in {}, {} in {}; {} taken on the medium\n", sized(stored),
                        plural(known.stored.size(), "run"), sized(status.size - stored), plural(known.holes, "hole"),
                        sized(status.taken));
    if (list_runs) {
      for (const file_run& run : known.stored) {
        text += fmt::format("    {}:{}  {}\n", hex_number(run.offset), hex_number(run.offset + run.length),
                            sized(run.length));
      }
    }
    text += known.obstacle.empty() ? "  can be mapped\n" : "  cannot be mapped: " + printable(known.obstacle) + "\n";
    text += "  " + memory_text(known.memory) + "\n";
  } else {
    text += "  cannot be mapped: it is no file of bytes that stay\n";
  }
  out.write(text);
}

void write_json(const std::string& path, const facts& known, bool list_runs, json_writer& json) {
  const file_status& status = known.status;
  json.begin_object();
  json.path("path", path);
  json.member("kind", known.regular || status.kind != file_kind::regular ? name_of(status.kind) : "made_up");
  json.count("size", known.regular ? status.size : 0);
  json.member("device", device_text(status.device));
  json.member("inode", std::to_string(status.inode));
  json.member("modified", time_text(status.modified_ns));
  if (known.file_system.empty()) {
    json.null_member("file_system");
  } else {
    json.member("file_system", known.file_system);
  }
  json.count("taken", status.taken);
  json.count("block_size", status.block_size);
  json.member("can_be_mapped", known.regular && known.obstacle.empty());
  if (known.regular) {
    json.count("stored", length_of(known.stored));
    json.member("run_count", std::uint64_t{known.stored.size()});
    json.member("hole_count", known.holes);
    if (list_runs) {
      json.key("runs");
      json.begin_array();
      for (const file_run& run : known.stored) {
        json.begin_object();
        part_members(json, run);
        json.end_object();
      }
      json.end_array();
    }
    residency_members(json, known.memory);
    json.count("page_size", page_bytes(1));
  }
  json.end_object();
}

}  // namespace

exit_code file_info_command(const given_words& words, answer_form form, console& with) {
  const bool list_runs = words.has("--runs");
  return for_each_file(words, "memosaic.file.info/1", form, with, [&](const std::string& path, json_writer* json) {
    const facts known = learn(path);
    if (json != nullptr) {
      write_json(path, known, list_runs, *json);
    } else {
      print_text(path, known, list_runs, with.out);
    }
    return true;
  });
}

}  // namespace memosaic::cli
