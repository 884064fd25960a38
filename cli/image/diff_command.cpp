// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/color.hpp"
#include "cli/image/answers.hpp"
#include "cli/image/commands.hpp"
#include "cli/image/delivery.hpp"
#include "cli/image/filter_words.hpp"
#include "cli/input.hpp"
#include "cli/numbers.hpp"
#include "cli/printable.hpp"
#include "memosaic/bytes/hex.hpp"
#include "memosaic/image/image_patch.hpp"

/// diff and patch.
namespace memosaic::cli {
namespace {

using difference = basic_memory_difference<int128>;
using kind = memory_difference_kind;

constexpr std::array<std::string_view, 3> kind_names{"changed", "only_first", "only_second"};

std::string shown(const image_memory& memory, const image_range& where, std::uint64_t most) {
  std::vector<std::byte> bytes(static_cast<std::size_t>(std::min<uint128>(where.size(), most)));
  memory.read(where.start, bytes);
  std::string text = to_hex(bytes, {.group = 1, .separator = " "});
  std::string characters;
  for (const std::byte byte : bytes) {
    const bool shows = class_of(byte) == byte_class::printable || byte == std::byte{' '};
    characters += shows ? std::to_integer<char>(byte) : '.';
  }
  if (where.size() > most) text += " ...";
  return text + "  |" + characters + "|";
}

/// What the differences amount to.
struct totals {
  uint128 changed = 0;
  uint128 only_first = 0;
  uint128 only_second = 0;

  void add(const difference& each) {
    (each.kind == kind::changed      ? changed
     : each.kind == kind::only_first ? only_first
                                     : only_second) += each.where.size();
  }
};

class diff_printer {
 public:
  diff_printer(const answered_source& first, const answered_source& second, const given_words& words, console& with)
      : first_(first), second_(second), with_(with) {
    if (const auto* const text = words.last("--limit")) {
      limit_ = parse_for("--limit", [&] { return parse_number(*text); });
    }
    if (const auto* const text = words.last("--bytes")) {
      bytes_ = parse_for("--bytes", [&] { return parse_bounded(*text, 0, 1U << 20U); });
    }
    if (words.has("--summary")) limit_ = 0;
    found_ = differences(first.content.memory, second.content.memory);
    for (const difference& each : found_) totals_.add(each);
  }

  [[nodiscard]] bool equal() const { return found_.empty() && first_.content.entry == second_.content.entry; }

  void print_text(bool summary) {
    const std::string names = printable(first_.name) + " " + printable(second_.name);
    if (equal()) {
      if (summary) {
        with_.out.write(names + " are equal: " + counted(first_.content.memory.content_size(), "byte") + "\n");
      }
      return;
    }
    for (std::size_t i = 0; i < std::min<std::uint64_t>(found_.size(), limit_); ++i) print_line(found_[i]);
    if (!summary && found_.size() > limit_) {
      with_.out.write("... and " + counted(found_.size() - limit_, "more range") + "\n");
    }
    if (first_.content.entry != second_.content.entry) {
      const auto text = [](const image& content) { return content.entry ? entry_text(*content.entry) : "none"; };
      with_.out.write("entry point  " + text(first_.content) + "  ->  " + text(second_.content) + "\n");
    }
    std::string line =
        names + " differ: " + counted(found_.size(), "range") + ", " + counted(totals_.changed, "byte") + " changed";
    if (totals_.only_first != 0) line += ", " + decimal(totals_.only_first) + " only in " + printable(first_.name);
    if (totals_.only_second != 0) line += ", " + decimal(totals_.only_second) + " only in " + printable(second_.name);
    with_.out.write(line + "\n");
  }

  void print_json() {
    json_writer json(with_.out);
    json.begin_object();
    json.member("schema", "memosaic.image.diff/1");
    json.path("first", first_.name);
    json.path("second", second_.name);
    json.key("ranges");
    json.begin_array();
    for (std::size_t i = 0; i < std::min<std::uint64_t>(found_.size(), limit_); ++i) {
      const difference& each = found_[i];
      json.begin_object();
      json.member("kind", kind_names[static_cast<std::size_t>(each.kind)]);
      range_members(json, each.where);
      if (each.kind != kind::only_second) hex_member(json, "first_bytes", first_.content.memory, each.where);
      if (each.kind != kind::only_first) hex_member(json, "second_bytes", second_.content.memory, each.where);
      json.member("shortened", each.where.size() > bytes_);
      json.end_object();
    }
    json.end_array();
    json.member("equal", equal());
    json.member("range_count", std::uint64_t{found_.size()});
    json.count("changed_bytes", totals_.changed);
    json.count("only_first_bytes", totals_.only_first);
    json.count("only_second_bytes", totals_.only_second);
    entry_member(json, "first_entry", first_.content.entry);
    entry_member(json, "second_entry", second_.content.entry);
    json.end_object();
    with_.out.write("\n");
  }

 private:
  void hex_member(json_writer& json, std::string_view name, const image_memory& memory,
                  const image_range& where) const {
    std::vector<std::byte> bytes(static_cast<std::size_t>(std::min<uint128>(where.size(), bytes_)));
    memory.read(where.start, bytes);
    json.key(name);
    json.hex(bytes);
  }

  void print_line(const difference& each) {
    std::string line = hex_address(each.where.start) + ":+" + decimal(each.where.size()) + "  ";
    switch (each.kind) {
      case kind::changed:
        line += shown(first_.content.memory, each.where, bytes_) + "  ->  " +
                shown(second_.content.memory, each.where, bytes_);
        break;
      case kind::only_first:
        line += "only in " + printable(first_.name) + "  " + shown(first_.content.memory, each.where, bytes_);
        break;
      case kind::only_second:
        line += "only in " + printable(second_.name) + "  " + shown(second_.content.memory, each.where, bytes_);
        break;
    }
    with_.out.write(line + "\n");
  }

  const answered_source& first_;
  const answered_source& second_;
  console& with_;
  std::uint64_t limit_ = UINT64_MAX;
  std::uint64_t bytes_ = 16;
  std::vector<difference> found_;
  totals totals_;
};

void require_two(const given_words& words, std::string_view first, std::string_view second) {
  if (words.operands.size() < 2) {
    throw trouble(std::string(words.operands.empty() ? first : second), "is missing",
                  std::string("name two files, ").append(first).append(" and ").append(second));
  }
  if (words.operands.size() > 2) throw trouble(words.operands[2], "is one file too many", "name two");
}

image_patch load_patch(const std::string& path) {
  input source(path);
  std::string text;
  for (bytes_view piece = source.next(); !piece.empty(); piece = source.next()) text += text_of(piece);
  source.check_end();
  return read_patch(bytes_of(text), source.name());
}

}  // namespace

exit_code diff_command(const image_command&, const given_words& words, answer_form form, console& with) {
  require_two(words, "A", "B");
  const auto sources = read_each(words, words.operands, with);
  diff_printer printer(sources[0], sources[1], words, with);
  if (const auto* const path = words.last("--output")) {
    deliver_patch(sources[0].content, sources[1].content, *path, with);
    if (*path == "-") return printer.equal() ? exit_code::yes : exit_code::no;
  }
  if (form == answer_form::text) {
    printer.print_text(words.has("--summary"));
  } else {
    printer.print_json();
  }
  with.out.flush();
  return printer.equal() ? exit_code::yes : exit_code::no;
}

exit_code patch_command(const image_command&, const given_words& words, answer_form form, console& with) {
  require_two(words, "FILE", "PATCH");
  const image_target target = output_options(words);
  require_place_for_answer(form, target);
  if (words.operands[0] == "-" && words.operands[1] == "-") {
    throw trouble("-", "is given twice, but standard input can be read only once", "name a file");
  }
  image_source source = load_source(words.operands[0], source_options(words), with);
  image_patch patch = load_patch(words.operands[1]);
  if (words.has("--reverse")) patch = patch.reversed();
  joined_sources patched;
  patched.names = {source.name};
  patched.format = source.read.format;
  patched.result.content = std::move(source.read.content);
  try {
    patch.apply(patched.result.content);
  } catch (const std::invalid_argument& error) {
    throw trouble(source.name, error.what(), "apply it to the image it was made from", exit_code::conflict);
  }
  apply_filters(parse_filters(words), patched.result);
  const image_format format = format_for(target, patched.format);
  deliver(patched.result.content, target, format, with);
  if (form != answer_form::text) print_written(patched, target, format, with);
  with.out.flush();
  return exit_code::yes;
}

}  // namespace memosaic::cli
