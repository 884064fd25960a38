// SPDX-License-Identifier: Apache-2.0
#include "cli/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "cli/color.hpp"
#include "cli/difference_run.hpp"
#include "cli/input.hpp"
#include "cli/input_pair.hpp"
#include "cli/json_writer.hpp"
#include "cli/printable.hpp"
#include "cli/progress.hpp"
#include "memosaic/bytes/hex.hpp"

namespace memosaic::cli {
namespace {

using kind = difference_run::kind;

constexpr std::string_view first_color = class_colors[static_cast<std::size_t>(byte_class::all_ones)];
constexpr std::string_view second_color = class_colors[static_cast<std::size_t>(byte_class::whitespace)];
constexpr std::array<std::string_view, 3> kind_names{"changed", "only_first", "only_second"};

std::string plural(std::uint64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

/// Counts the runs, and prints those that are wanted.
class run_printer {
 public:
  run_printer(const diff_options& options, const input_pair& pair, console& with, progress& shown)
      : options_(options), pair_(pair), with_(with), shown_(shown), json_(with.out) {
    first_name_ = printable(pair.first.name());
    second_name_ = printable(pair.second.name());
    if (options_.form != answer_form::json) return;
    json_.begin_object();
    json_.member("schema", "memosaic.diff/1");
    json_.path("first", pair.first.name());
    json_.path("second", pair.second.name());
    json_.member("aligned_at", options_.from_end ? "end" : "start");
    json_.key("runs");
    json_.begin_array();
  }

  void take(const difference_run& run) {
    pair_.check();
    ++runs_;
    if (run.what == kind::changed) changed_ += run.length;
    if (options_.summary || (options_.limit && runs_ > *options_.limit)) return;
    shown_.erase();
    switch (options_.form) {
      case answer_form::text:
        write_text(run);
        break;
      case answer_form::json:
        write_json(json_, run);
        break;
      case answer_form::json_lines:
        write_line(run);
        break;
    }
    with_.out.flush_for_reader();
  }

  void finish(std::uint64_t first_size, std::uint64_t second_size) {
    if (options_.form == answer_form::json) {
      json_.end_array();
      json_.member("equal", runs_ == 0);
      json_.member("run_count", runs_);
      json_.member("changed_bytes", changed_);
      json_.member("first_size", first_size);
      json_.member("second_size", second_size);
      json_.end_object();
      with_.out.write("\n");
    } else if (options_.form == answer_form::text) {
      write_summary(first_size, second_size);
    }
  }

  [[nodiscard]] std::uint64_t runs() const noexcept { return runs_; }

 private:
  void write_summary(std::uint64_t first_size, std::uint64_t second_size) {
    std::string text;
    if (runs_ == 0) {
      if (options_.summary) {
        text = fmt::format("{} {} are equal: {}\n", first_name_, second_name_, plural(first_size, "byte"));
      }
      with_.out.write(text);
      return;
    }
    if (!options_.summary && options_.limit && runs_ > *options_.limit) {
      text = fmt::format("... and {} more\n", plural(runs_ - *options_.limit, "run"));
    }
    text += fmt::format("{} {} differ: {}, {} changed", first_name_, second_name_, plural(runs_, "run"),
                        plural(changed_, "byte"));
    if (first_size != second_size) {
      const bool first_longer = first_size > second_size;
      const std::uint64_t more = first_longer ? first_size - second_size : second_size - first_size;
      text += fmt::format("; {} has {} more", first_longer ? first_name_ : second_name_, plural(more, "byte"));
    }
    with_.out.write(text + "\n");
  }

  void write_side(const std::vector<std::byte>& bytes, std::uint64_t length, std::string_view color) {
    std::string digits = to_hex(bytes, {.group = 1, .separator = " "});
    std::string characters;
    for (const std::byte byte : bytes) {
      const bool shows = class_of(byte) == byte_class::printable || byte == std::byte{' '};
      characters += shows ? std::to_integer<char>(byte) : '.';
    }
    if (length > bytes.size()) digits += " ...";
    with_.out.write(with_.color ? fmt::format("{}{}  |{}|{}", color, digits, characters, no_color)
                                : fmt::format("{}  |{}|", digits, characters));
  }

  void write_text(const difference_run& run) {
    const std::uint64_t offset = run.what == kind::only_second ? run.second_offset : run.first_offset;
    std::string where = fmt::format("0x{:x}:+{}", offset, run.length);
    if (run.what == kind::changed && run.first_offset != run.second_offset) {
      where += fmt::format(" (0x{:x} in {})", run.second_offset, second_name_);
    }
    with_.out.write(where + "  ");
    if (run.what == kind::only_first) with_.out.write(fmt::format("only in {}  ", first_name_));
    if (run.what == kind::only_second) with_.out.write(fmt::format("only in {}  ", second_name_));
    if (run.what != kind::only_second) write_side(run.first_bytes, run.length, first_color);
    if (run.what == kind::changed) with_.out.write("  ->  ");
    if (run.what != kind::only_first) write_side(run.second_bytes, run.length, second_color);
    with_.out.write("\n");
  }

  void write_line(const difference_run& run) {
    json_writer line(with_.out);
    write_json(line, run);
    with_.out.write("\n");
  }

  void write_json(json_writer& json, const difference_run& run) {
    json.begin_object();
    if (options_.form == answer_form::json_lines) json.member("schema", "memosaic.diff/1");
    json.member("kind", kind_names[static_cast<std::size_t>(run.what)]);
    if (run.what != kind::only_second) json.offset("first_offset", run.first_offset);
    if (run.what != kind::only_first) json.offset("second_offset", run.second_offset);
    json.member("length", run.length);
    if (run.what != kind::only_second) {
      json.key("first_bytes");
      json.hex(run.first_bytes);
    }
    if (run.what != kind::only_first) {
      json.key("second_bytes");
      json.hex(run.second_bytes);
    }
    json.member("shortened", std::max(run.first_bytes.size(), run.second_bytes.size()) < run.length);
    json.end_object();
  }

  const diff_options& options_;
  const input_pair& pair_;
  console& with_;
  progress& shown_;
  json_writer json_;
  std::string first_name_;
  std::string second_name_;
  std::uint64_t runs_ = 0;
  std::uint64_t changed_ = 0;
};

/// The sizes of what was compared.
struct both_sizes {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
};

both_sizes compare_from_start(input_pair& pair, run_collector& runs, progress& shown) {
  both_sizes done;
  const std::uint64_t origin = pair.first.origin();
  for (bool ended = false; !ended;) {
    const auto pieces = pair.next();
    const std::size_t common = std::min(pieces.first.size(), pieces.second.size());
    const std::uint64_t first_at = origin + done.first;
    const std::uint64_t second_at = origin + done.second;
    runs.compare(first_at, pieces.first.first(common), second_at, pieces.second.first(common));
    runs.only(kind::only_first, first_at + common, second_at + common, pieces.first.subspan(common));
    runs.only(kind::only_second, first_at + common, second_at + common, pieces.second.subspan(common));
    done.first += pieces.first.size();
    done.second += pieces.second.size();
    ended = pieces.ended;
    shown.advance(std::min(done.first, done.second));
  }
  return done;
}

// What only one has, piece by piece: of a run, no more is kept than is shown.
void only_from(input& source, std::uint64_t stop, kind side, run_collector& runs) {
  for (std::uint64_t at = source.origin(); at < stop;) {
    bytes_view bytes = source.at(at);
    bytes = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), stop - at)));
    const std::uint64_t start = source.origin();
    runs.only(side, side == kind::only_first ? at : start, side == kind::only_second ? at : start, bytes);
    at += bytes.size();
  }
}

both_sizes compare_from_end(input_pair& pair, run_collector& runs, progress& shown) {
  input& first = pair.first;
  input& second = pair.second;
  const both_sizes sizes{first.stop() - first.origin(), second.stop() - second.origin()};
  const std::uint64_t common = std::min(sizes.first, sizes.second);
  const std::uint64_t first_start = first.stop() - common;
  const std::uint64_t second_start = second.stop() - common;
  only_from(first, first_start, kind::only_first, runs);
  only_from(second, second_start, kind::only_second, runs);
  for (std::uint64_t done = 0; done < common;) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(common - done, pair.piece()));
    runs.compare(first_start + done, first.at(first_start + done, size).first(size), second_start + done,
                 second.at(second_start + done, size).first(size));
    done += size;
    shown.advance(done);
  }
  return sizes;
}

}  // namespace

exit_code diff(const diff_options& options, console& with) {
  input_pair pair(options.first, options.second, options.range, options.budget);
  if (options.from_end) pair.require_seekable("be compared from its end");
  progress shown(with.progress, "diff " + pair.first.name(), pair.common_size());
  run_printer printer(options, pair, with, shown);
  const std::size_t shown_bytes = options.summary ? 0 : options.shown_bytes;
  run_collector runs(options.gap, shown_bytes, [&](const difference_run& run) { printer.take(run); });
  const both_sizes sizes =
      options.from_end ? compare_from_end(pair, runs, shown) : compare_from_start(pair, runs, shown);
  runs.finish();
  pair.check_end();
  shown.erase();
  printer.finish(sizes.first, sizes.second);
  with.out.flush();
  return printer.runs() == 0 ? exit_code::yes : exit_code::no;
}

}  // namespace memosaic::cli
