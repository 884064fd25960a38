// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "cli/file/commands.hpp"
#include "cli/file/targets.hpp"
#include "cli/hex_rows.hpp"
#include "cli/printable.hpp"
#include "cli/trouble.hpp"

namespace memosaic::cli {
namespace {

struct map_shape {
  std::uint64_t rows = 16;
  std::uint64_t width = 64;
};

/// Cells of the same size, each a power of two of pages, from a border between pages on; the first and the last are cut
/// off where the part begins and ends.
struct page_map {
  struct row {
    file_run where;
    page_residency sum;
    std::vector<page_residency> cells;
  };
  std::uint64_t cell_size = 0;
  page_residency sum;
  std::vector<row> rows;
};

[[noreturn]] void refuse_unknown(const std::string& path) {
  throw trouble(path, "the system does not tell what of it is in memory: only who may write a file is told",
                "ask its owner, or run as a user who may");
}

void add(page_residency& sum, const page_residency& part) {
  sum.pages += part.pages;
  sum.resident += part.resident;
  sum.unwritten += part.unwritten;
}

page_map draw(const file_target& target, const map_shape& shape) {
  const std::uint64_t page = page_bytes(1);
  const std::uint64_t first = target.part.offset / page * page;
  const std::uint64_t stop = target.part.offset + target.part.length;
  const std::uint64_t pages = (stop - first + page - 1) / page;
  const std::uint64_t wanted_cells = shape.rows * shape.width;
  page_map map;
  map.cell_size = page * std::bit_ceil(std::max<std::uint64_t>(1, (pages + wanted_cells - 1) / wanted_cells));
  if (target.part.length == 0) return map;
  for (std::uint64_t at = first; at < stop;) {
    page_map::row row;
    row.where.offset = std::max(at, target.part.offset);
    for (std::uint64_t i = 0; i < shape.width && at < stop; ++i) {
      const std::uint64_t start = std::max(at, target.part.offset);
      const std::uint64_t next = stop - at > map.cell_size ? at + map.cell_size : stop;
      const auto told = residency(target.opened, {start, next - start});
      if (!told) refuse_unknown(target.path);
      row.cells.push_back(*told);
      add(row.sum, *told);
      at = next;
    }
    row.where.length = at - row.where.offset;
    add(map.sum, row.sum);
    map.rows.push_back(std::move(row));
  }
  return map;
}

std::string_view cell_text(const page_residency& cell, bool ascii) {
  constexpr std::array<std::string_view, 5> blocks{"·", "░", "▒", "▓", "█"};
  constexpr std::array<std::string_view, 5> letters{" ", ".", "-", "=", "#"};
  const std::uint64_t there = cell.resident;
  const std::size_t level = there == 0               ? 0
                            : there >= cell.pages    ? 4
                            : there > cell.pages / 2 ? 3
                            : there > cell.pages / 8 ? 2
                                                     : 1;
  return ascii ? letters[level] : blocks[level];
}

// The bytes of the rows from this one on of which nothing is in memory.
std::uint64_t length_of_nothing(const page_map& map, std::size_t row) {
  std::uint64_t length = 0;
  for (; row < map.rows.size() && map.rows[row].sum.resident == 0; ++row) length += map.rows[row].where.length;
  return length;
}

void print_text(const file_target& target, const page_map& map, bool ascii, output& out) {
  std::string text =
      fmt::format("{}: {} of {} in memory, {} of {}", printable(target.path), map.sum.resident,
                  plural(map.sum.pages, "page"), sized(page_bytes(map.sum.resident)), sized(target.part.length));
  if (map.sum.unwritten > 0) text += fmt::format("; {} not written yet", plural(map.sum.unwritten, "page"));
  text += "\n";
  const std::uint64_t stop = target.part.offset + target.part.length;
  const unsigned digits = offset_digits_for(stop);
  for (std::size_t i = 0; i < map.rows.size(); ++i) {
    const page_map::row& row = map.rows[i];
    if (const std::uint64_t nothing = length_of_nothing(map, i); nothing > row.where.length) {
      text += fmt::format("{:{}}{} {} of nothing\n", "", digits + 5, ascii ? ":" : "┊", sized(nothing));
      while (i + 1 < map.rows.size() && map.rows[i + 1].sum.resident == 0) ++i;
      continue;
    }
    text += fmt::format("  0x{:0{}x} {}", row.where.offset, digits, ascii ? "|" : "│");
    for (const page_residency& cell : row.cells) text += cell_text(cell, ascii);
    text += fmt::format("{} {}\n", ascii ? "|" : "│", sized(page_bytes(row.sum.resident)));
  }
  if (!map.rows.empty()) text += fmt::format("  one cell is {}\n", sized(map.cell_size));
  out.write(text);
}

void write_json(const file_target& target, const page_map& map, json_writer& json) {
  json.begin_object();
  json.path("path", target.path);
  part_members(json, target.part);
  residency_members(json, map.sum);
  json.count("page_size", page_bytes(1));
  json.count("cell_size", map.cell_size);
  json.key("rows");
  json.begin_array();
  for (const page_map::row& row : map.rows) {
    json.begin_object();
    part_members(json, row.where);
    residency_members(json, row.sum);
    json.key("cells");
    json.begin_array();
    for (const page_residency& cell : row.cells) json.value(cell.resident);
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

std::uint64_t number_option(const given_words& words, std::string_view name, std::uint64_t usual) {
  constexpr std::uint64_t most = 4096;
  const std::string* const text = words.last(name);
  if (text == nullptr) return usual;
  const std::uint64_t number = parse_for(name, [&] { return parse_number(*text); });
  if (number == 0 || number > most) {
    throw trouble(std::string(name), "\"" + *text + "\" is out of range",
                  "give a number from 1 to " + std::to_string(most));
  }
  return number;
}

}  // namespace

exit_code residency_command(const given_words& words, answer_form form, console& with) {
  const byte_range range = range_option(words);
  const map_shape shape{number_option(words, "--rows", map_shape{}.rows),
                        number_option(words, "--width", map_shape{}.width)};
  const bool ascii = words.has("--ascii");
  return for_each_file(words, "memosaic.file.residency/1", form, with, [&](const std::string& path, json_writer* json) {
    const file_target target = file_target::open(path, range);
    const page_map map = draw(target, shape);
    if (json != nullptr) {
      write_json(target, map, *json);
    } else {
      print_text(target, map, ascii, with.out);
    }
    return true;
  });
}

}  // namespace memosaic::cli
