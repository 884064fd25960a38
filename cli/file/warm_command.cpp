// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "cli/file/commands.hpp"
#include "cli/file/targets.hpp"
#include "cli/printable.hpp"
#include "cli/progress.hpp"
#include "memosaic/error.hpp"

namespace memosaic::cli {
namespace {

// What is asked for at once, and how much of it is on its way while some is waited for.
constexpr std::uint64_t piece_size = std::uint64_t{4} << 20U;
constexpr std::uint64_t pieces_ahead = 4;
constexpr std::size_t block_size = std::size_t{1} << 20U;

/// What became of the stored parts of one range.
struct warmth {
  std::uint64_t length = 0;  ///< bytes of those parts
  std::uint64_t holes = 0;   ///< bytes of the others
  std::optional<page_residency> before;
  std::optional<page_residency> after;
  double seconds = 0;

  [[nodiscard]] std::uint64_t brought() const {
    return after->resident > before->resident ? after->resident - before->resident : 0;
  }
};

/// Reads pieces that are not in memory, while the system begins with the next ones.
class warmer {
 public:
  warmer(const file_target& target, progress& shown)
      : target_(target), shown_(shown), block_(new std::byte[block_size]) {}

  void bring(const std::vector<file_run>& parts) {
    std::vector<file_run> pieces;
    for (const file_run& part : parts) {
      for (std::uint64_t at = 0; at < part.length; at += piece_size) {
        pieces.push_back({part.offset + at, std::min(piece_size, part.length - at)});
      }
    }
    std::size_t asked = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      for (; asked < pieces.size() && asked <= i + pieces_ahead; ++asked) prefetch(target_.opened, {&pieces[asked], 1});
      if (!is_there(pieces[i])) read(pieces[i]);
      done_ += pieces[i].length;
      shown_.advance(done_);
    }
  }

 private:
  [[nodiscard]] bool is_there(const file_run& piece) const {
    const auto told = residency(target_.opened, piece);
    return told && told->resident >= told->pages;
  }

  void read(const file_run& piece) {
    for (std::uint64_t at = 0; at < piece.length;) {
      const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(block_size, piece.length - at));
      const std::size_t count = target_.opened.read_at(piece.offset + at, {block_.get(), size});
      at += count;
      if (count == size) continue;
      throw file_changed(target_.path, "ends at " + std::to_string(piece.offset + at) + ", and had " +
                                           std::to_string(target_.opened.size()) + " bytes when it was opened");
    }
  }

  const file_target& target_;
  progress& shown_;
  std::unique_ptr<std::byte[]> block_;
  std::uint64_t done_ = 0;
};

warmth warm(const file_target& target, bool wait, console& with) {
  const auto started = std::chrono::steady_clock::now();
  const std::vector<file_run> parts = stored_parts(target.opened, target.part);
  warmth result;
  result.length = length_of(parts);
  result.holes = target.part.length - result.length;
  result.before = residency_of(target.opened, parts);
  if (wait) {
    progress shown(with.progress, "warm " + target.path, result.length);
    warmer(target, shown).bring(parts);
  } else {
    prefetch(target.opened, parts);
  }
  result.after = residency_of(target.opened, parts);
  if (!result.before) result.after.reset();
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return result;
}

bool is_all_there(const warmth& result) { return !result.after || result.after->resident >= result.after->pages; }

void print_text(const file_target& target, const warmth& result, bool wait, output& out) {
  std::string text = printable(target.path) + ": ";
  if (!result.after) {
    text += fmt::format("{} {}; what of it is in memory is told only to those who may write it", sized(result.length),
                        wait ? "read" : "asked for");
  } else {
    const page_residency& now = *result.after;
    text +=
        fmt::format("{} in memory, {} brought", sized(page_bytes(now.resident)), sized(page_bytes(result.brought())));
    if (!is_all_there(result)) {
      text += ", " + sized(page_bytes(now.pages - now.resident));
      text += wait ? " not: they did not stay, memory is short" : " not yet";
    }
  }
  if (result.holes > 0) text += fmt::format("; {} of holes left out", sized(result.holes));
  if (wait) text += fmt::format("; {:.2f} s", result.seconds);
  out.write(text + "\n");
}

void write_json(const file_target& target, const warmth& result, bool wait, json_writer& json) {
  json.begin_object();
  json.path("path", target.path);
  part_members(json, target.part);
  json.count("stored", result.length);
  json.count("holes", result.holes);
  json.member("waited", wait);
  residency_members(json, result.after);
  if (result.after) {
    json.member("brought_pages", result.brought());
  } else {
    json.null_member("brought_pages");
  }
  json.count("page_size", page_bytes(1));
  json.member("complete", is_all_there(result));
  json.end_object();
}

}  // namespace

exit_code warm_command(const given_words& words, answer_form form, console& with) {
  const byte_range range = range_option(words);
  const bool wait = !words.has("--no-wait");
  return for_each_file(words, "memosaic.file.warm/1", form, with, [&](const std::string& path, json_writer* json) {
    const file_target target = file_target::open(path, range);
    const warmth result = warm(target, wait, with);
    if (json != nullptr) {
      write_json(target, result, wait, *json);
    } else {
      print_text(target, result, wait, with.out);
    }
    return !wait || is_all_there(result);
  });
}

}  // namespace memosaic::cli
