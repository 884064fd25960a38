// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <limits>
#include <string>
#include <vector>

#include "image/line_reader.hpp"
#include "memosaic/bytes/hex.hpp"
#include "memosaic/image/image_patch.hpp"
#include "memosaic/sparse/combine.hpp"

namespace memosaic {
namespace {

using image_core::image_collector;
using image_core::text_line;

constexpr std::string_view first_line = "memosaic image patch 1";
constexpr std::size_t bytes_in_line = 32;
constexpr std::size_t longest_pattern = 4096;
constexpr uint128 most_replaced = uint128{1} << 36U;
constexpr std::size_t part_size = 64 * 1024;

std::string decimal(uint128 number) {
  std::string text;
  do {
    text += static_cast<char>('0' + static_cast<int>(number % 10));
    number /= 10;
  } while (number != 0);
  std::ranges::reverse(text);
  return text;
}

std::string entry_text(const std::optional<image_entry>& entry) {
  if (!entry) return "none";
  if (!entry->segment) return address_text(entry->address);
  const int128 segment = *entry->segment;
  return address_text(segment) + ":" + address_text(entry->address - 16 * segment);
}

/// Text on its way to a sink.
class patch_writer {
 public:
  explicit patch_writer(content_sink& to) : to_(to) {}

  void put(std::string_view text) {
    text_ += text;
    if (text_.size() >= part_size) flush();
  }

  void put_memory(std::string_view sign, const image_memory& memory) {
    image_range pending;  // pieces that follow each other are written alike, whatever their borders
    for (const auto& piece : memory.segments()) {
      const uint128 size = distance(piece.start, piece.stop);
      const bool is_long_run = piece.repeats && piece.bytes.size() <= longest_pattern && size > part_size;
      if (!is_long_run && pending.stop == piece.start) {
        pending.stop = piece.stop;
        continue;
      }
      put_bytes(sign, memory, pending);
      pending = is_long_run ? image_range{} : image_range{piece.start, piece.stop};
      if (is_long_run) put_line(sign, piece.start, size, "*", piece.bytes);
    }
    put_bytes(sign, memory, pending);
  }

  void flush() {
    if (!text_.empty()) to_.take(bytes_of(text_));
    text_.clear();
  }

 private:
  void put_bytes(std::string_view sign, const image_memory& memory, image_range where) {
    std::vector<std::byte> part;
    while (!where.empty()) {
      // What repeats one byte for more than a line is one line.
      const int128 same = std::min(where.stop, memory.equal_run_at(where.start).range.stop);
      const bool repeats = distance(where.start, same) > bytes_in_line;
      const uint128 length = repeats ? distance(where.start, same) : std::min<uint128>(bytes_in_line, where.size());
      part.resize(repeats ? 1 : static_cast<std::size_t>(length));
      memory.read(where.start, part);
      put_line(sign, where.start, length, repeats ? "*" : "", part);
      where.start += static_cast<int128>(length);
    }
  }

  void put_line(std::string_view sign, int128 at, uint128 length, std::string_view mark, bytes_view bytes) {
    put(sign);
    put(address_text(at));
    put(" +" + decimal(length) + " ");
    put(mark);
    put(to_hex(bytes));
    put("\n");
  }

  content_sink& to_;
  std::string text_;
};

/// One line of a patch, word by word; every complaint names the place.
class patch_line {
 public:
  patch_line(const text_line& line, image_collector& into) : line_(line), into_(into) {}

  [[noreturn]] void refuse(std::string_view what) const { into_.refuse(line_.at(begin_), what); }

  /// The next word; empty at the end of the line.
  std::string_view word() {
    begin_ = end_;
    while (begin_ < line_.text.size() && line_.text[begin_] == ' ') ++begin_;
    end_ = std::min(line_.text.find(' ', begin_), line_.text.size());
    return line_.text.substr(begin_, end_ - begin_);
  }

  int128 address() { return address_of(word()); }

  uint128 length() {
    const std::string_view text = word();
    uint128 value = 0;
    if (text.size() < 2 || text.front() != '+') refuse("a length is missing: + and decimal digits");
    for (const char digit : text.substr(1)) {
      if (digit < '0' || digit > '9') refuse("a length has decimal digits only");
      if (value > (std::numeric_limits<std::uint64_t>::max)()) refuse("the length is too big");
      value = 10 * value + static_cast<unsigned>(digit - '0');
    }
    if (value == 0) refuse("the length is 0");
    return value;
  }

  std::vector<std::byte> bytes(bool& repeats) {
    std::string_view text = word();
    repeats = text.starts_with('*');
    if (repeats) text.remove_prefix(1);
    if (text.empty()) refuse("the bytes are missing");
    try {
      return from_hex(text);
    } catch (const format_error& error) {
      begin_ += static_cast<std::size_t>(error.offset()) + (repeats ? 1 : 0);
      refuse("bytes are pairs of hexadecimal digits");
    }
  }

  std::optional<image_entry> entry() {
    const std::string_view text = word();
    if (text == "none") return std::nullopt;
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return image_entry{address_of(text), std::nullopt};
    const int128 segment = address_of(text.substr(0, colon));
    const int128 offset = address_of(text.substr(colon + 1));
    if (segment < 0 || segment > 0xffff || offset < 0 || offset > 0xffff) refuse("segment and offset have 16 bits");
    return image_entry{16 * segment + offset, static_cast<std::uint16_t>(segment)};
  }

  void end() {
    if (!word().empty()) refuse("there is more than the line should have");
  }

 private:
  [[nodiscard]] int128 address_of(std::string_view text) const {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (!text.starts_with("0x")) refuse("an address is missing: 0x and hexadecimal digits");
    text.remove_prefix(2);
    uint128 value = 0;
    if (text.empty() || text.size() > 31) refuse("an address has 1 to 31 hexadecimal digits");
    for (const char digit : text) {
      unsigned one = 0;
      const auto read = std::from_chars(&digit, &digit + 1, one, 16);
      if (read.ec != std::errc()) refuse("an address has hexadecimal digits only");
      value = value << 4U | one;
    }
    return negative ? -static_cast<int128>(value) : static_cast<int128>(value);
  }

  const text_line& line_;
  image_collector& into_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

/// What is read so far.
class patch_reader {
 public:
  patch_reader(bytes_view text, image_collector& into) : lines_(text, into), into_(into) {}

  image_patch read() {
    text_line line;
    if (!lines_.next(line) || line.text != first_line) {
      into_.refuse(line.at(0),
                   std::string("this is no patch: its first line is not \"").append(first_line).append("\""));
    }
    while (lines_.next(line)) {
      if (line.text.starts_with('#')) continue;
      if (ended_) into_.refuse(line.at(0), "there is more after the last line");
      take(patch_line(line, into_));
    }
    if (!ended_) {
      into_.refuse({line.offset + line.text.size(), line.number, line.text.size() + 1, line.text},
                   "the line \"end\" is missing: the patch was cut off");
    }
    // What both lists fill is compared byte by byte, and a run of many bytes is a short line.
    if (intersect(before_.memory, after_.memory).content_size() > most_replaced) {
      into_.refuse(line.at(0), "the patch replaces more than 64 GiB");
    }
    return {before_, after_};
  }

 private:
  void take(patch_line line) {
    const std::string_view kind = line.word();
    if (kind == "-") {
      take_bytes(line, before_.memory);
    } else if (kind == "+") {
      take_bytes(line, after_.memory);
    } else if (kind == "entry") {
      if (before_.entry != after_.entry) line.refuse("there are two lines with entry points");
      before_.entry = line.entry();
      after_.entry = line.entry();
      if (before_.entry == after_.entry) line.refuse("the entry points are equal: leave the line out");
      line.end();
    } else if (kind == "end") {
      line.end();
      ended_ = true;
    } else {
      line.refuse("a line begins with -, +, entry or end");
    }
  }

  static void take_bytes(patch_line& line, image_memory& memory) {
    const int128 at = line.address();
    const uint128 length = line.length();
    const auto stop = checked_advance(at, length);
    if (!stop) line.refuse("the range goes beyond the end of addresses");
    const auto run = memory.run_at(at);
    if (run.stored || run.range.stop < *stop) line.refuse("the range meets one of an earlier line");
    bool repeats = false;
    const auto bytes = line.bytes(repeats);
    if (!repeats && bytes.size() != length) {
      line.refuse("expected " + decimal(length) + " bytes, found " + std::to_string(bytes.size()));
    }
    line.end();
    if (repeats) {
      memory.fill({at, *stop}, bytes);
    } else {
      memory.write(at, bytes);
    }
  }

  image_core::line_reader lines_;
  image_collector& into_;
  image before_;
  image after_;
  bool ended_ = false;
};

}  // namespace

void write_patch(const image_patch& patch, content_sink& to) {
  patch_writer text(to);
  text.put(std::string(first_line) + "\n");
  text.put_memory("- ", patch.memory.removed());
  text.put_memory("+ ", patch.memory.added());
  if (patch.entry_before != patch.entry_after) {
    text.put("entry " + entry_text(patch.entry_before) + " " + entry_text(patch.entry_after) + "\n");
  }
  text.put("end\n");
  text.flush();
}

image_patch read_patch(bytes_view text, std::string_view name) {
  read_image_options options;
  options.name = name;
  image_collector problems(options);
  return patch_reader(text, problems).read();
}

}  // namespace memosaic
