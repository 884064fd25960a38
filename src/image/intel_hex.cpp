// SPDX-License-Identifier: Apache-2.0
// Source: Intel, "Hexadecimal Object File Format Specification", revision A, 1988.
#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>

#include "image/content_rows.hpp"
#include "image/formats.hpp"
#include "image/hex_record.hpp"
#include "image/line_reader.hpp"
#include "image/record_addresses.hpp"
#include "image/record_runs.hpp"
#include "image/shown_text.hpp"
#include "image/text_writer.hpp"

namespace memosaic::image_core {
namespace {

enum record_type : std::uint8_t {
  data = 0,
  end_of_file = 1,
  segment_base = 2,   // bits 4 to 19 of what is added to addresses, which wrap at 64 KiB
  segment_start = 3,  // CS and IP
  linear_base = 4,    // bits 16 to 31
  linear_start = 5,   // EIP
};

constexpr std::size_t around_data = 5;  // length, address of 2 bytes, type, checksum
constexpr std::size_t first_data = 4;
constexpr std::uint64_t segment_size = 0x10000;
constexpr std::uint64_t most_addresses = std::uint64_t{1} << 32;

/// Where in a line a byte of its record stands.
constexpr std::size_t column_of(std::size_t byte) noexcept { return 1 + 2 * byte; }

constexpr record_shape shape_of(std::size_t size, std::string_view end, std::uint16_t first, std::size_t word) {
  return {.lead = ":",
          .header = first_data,
          .data = size,
          .end = end,
          .first = std::uint64_t{size} << 24 | std::uint64_t{first} << 8,
          .step = std::uint64_t{size / word} << 8,
          .sum = 0};
}

class intel_hex_reader {
 public:
  intel_hex_reader(bytes_view text, image_collector& into)
      : into_(into), lines_(text, into), word_(into.options().word_size) {
    into.expect(text.size() / 2);
    into.content().word_size = word_;
  }

  void read() {
    text_line line;
    bool found = false;
    while (lines_.next(line)) {
      if (!read_record(line)) continue;
      found = true;
      if (record_.at(3) != end_of_file) continue;
      if (const auto more = lines_.remaining())
        into_.problem(*more, "something follows the end record; it does not count");
      return;
    }
    if (!found) into_.refuse(lines_.end(), "no record: this is no Intel HEX file");
    into_.problem(lines_.end(), "the end record (type 01) is missing");
  }

 private:
  /// Whether the line is a right record; what it says has been done then.
  bool read_record(const text_line& line) {
    if (line.text.front() != ':') {
      into_.problem(line.at(0), wrong_character("':'", line.text.front()));
      return false;
    }
    if (!read_pairs(line, 1, into_, record_)) return false;
    if (record_.size < around_data) {
      into_.problem(line.at(line.text.size()),
                    "a record has at least 5 bytes, this one " + std::to_string(record_.size));
      return false;
    }
    const std::size_t size = record_.at(0);
    if (record_.size != size + around_data) {
      into_.problem(line.at(column_of(0)), wrong_length(size, record_.size - around_data));
      return false;
    }
    const auto last = record_.size - 1;
    if (static_cast<std::uint8_t>(record_.sum) != 0) {
      const auto found = record_.at(last);
      into_.problem(line.at(column_of(last)), wrong_checksum(static_cast<std::uint8_t>(found - record_.sum), found));
      return false;
    }
    return read_type(line, size);
  }

  bool read_type(const text_line& line, std::size_t size) {
    switch (record_.at(3)) {
      case data:
        read_data(line, size);
        return true;
      case end_of_file:
        return has_length(line, size, 0);
      case segment_base:
        if (!has_length(line, size, 2)) return false;
        base_ = std::uint64_t{record_.number(first_data, 2)} << 4;
        segmented_ = true;
        return true;
      case linear_base:
        if (!has_length(line, size, 2)) return false;
        base_ = std::uint64_t{record_.number(first_data, 2)} << 16;
        segmented_ = false;
        return true;
      case segment_start: {
        if (!has_length(line, size, 4)) return false;
        const auto segment = static_cast<std::uint16_t>(record_.number(first_data, 2));
        set_entry(line, {in_bytes((std::uint64_t{segment} << 4) + record_.number(first_data + 2, 2)), segment});
        return true;
      }
      case linear_start:
        if (!has_length(line, size, 4)) return false;
        set_entry(line, {in_bytes(record_.number(first_data, 4)), std::nullopt});
        return true;
      default:
        into_.problem(line.at(column_of(3)), "record type: expected 00 to 05, found " + shown_number(record_.at(3), 2));
        return false;
    }
  }

  bool has_length(const text_line& line, std::size_t size, std::size_t expected) {
    if (size == expected) return true;
    into_.problem(line.at(column_of(0)),
                  wrong_length(expected, size) + " in a record of type 0" + std::to_string(record_.at(3)));
    return false;
  }

  void set_entry(const text_line& line, const image_entry& entry) {
    auto& known = into_.content().entry;
    if (known && *known != entry) {
      into_.problem(line.at(column_of(first_data)), "a second entry point " + address_text(entry.address) +
                                                        ", the first is " + address_text(known->address));
      return;
    }
    known = entry;
  }

  [[nodiscard]] int128 in_bytes(std::uint64_t words) const noexcept {
    return static_cast<int128>(words) * static_cast<int128>(word_);
  }

  void read_data(const text_line& line, std::size_t size) {
    const std::uint64_t offset = record_.number(1, 2);
    const bytes_view bytes = record_.part(first_data, size);
    // What of it lies before the end of the segment, or of all addresses.
    const std::uint64_t limit = segmented_ ? segment_size : most_addresses - base_;
    const auto fitting = std::min<std::uint64_t>(size, (limit - offset) * word_);
    const auto before = static_cast<std::size_t>(fitting);
    into_.write(in_bytes(base_ + offset), bytes.first(before), line.at(0));
    if (before == size) {
      if (size % word_ == 0) read_like_records(offset + size / word_, size);
    } else if (segmented_) {
      into_.write(in_bytes(base_), bytes.subspan(before), line.at(0));
    } else {
      into_.problem(line.at(column_of(first_data + before)), "the data go beyond the last address, 0xFFFFFFFF");
    }
  }

  /// After a record of data, all that are like it and follow it.
  void read_like_records(std::uint64_t offset, std::size_t size) {
    if (size == 0 || offset >= segment_size) return;
    const auto shape = shape_of(size, lines_.last_end(), static_cast<std::uint16_t>(offset), word_);
    if (shape.end.empty()) return;
    read_run(shape, lines_, into_, in_bytes(base_ + offset),
             static_cast<std::size_t>(segment_size - offset) * word_ / size);
  }

  image_collector& into_;
  line_reader lines_;
  unsigned word_;  ///< bytes for each address
  hex_record record_;
  std::uint64_t base_ = 0;  ///< of addresses, in words
  bool segmented_ = false;  ///< whether addresses wrap at 64 KiB beyond it
};

/// Addresses of the writer, in words.
class intel_hex_writer {
 public:
  intel_hex_writer(const image& from, content_sink& to, const write_image_options& options)
      : from_(from), text_(to, options.lines), word_(from.word_size), segmented_(options.address_bits == 20U) {}

  void write(std::size_t record_length, bool entry) {
    const row_shape rows{.length = record_length, .border = segment_size * word_};
    visit_rows(from_.memory, rows, [&](int128 at, bytes_view bytes) {
      const auto address = static_cast<std::uint64_t>(at) / word_;
      set_base(address & ~(segment_size - 1));
      const auto whole = bytes.size() - bytes.size() % record_length;
      put(bytes.first(whole), record_length, address);
      put(bytes.subspan(whole), bytes.size() - whole, address + whole / word_);
    });
    if (entry) write_entry();
    text_.put(":00000001FF");
    text_.end_line();
    text_.flush();
  }

 private:
  void put(bytes_view bytes, std::size_t length, std::uint64_t address) {
    if (!bytes.empty())
      write_run(shape_of(length, text_.line_end(), static_cast<std::uint16_t>(address), word_), bytes, text_);
  }

  void set_base(std::uint64_t base) {
    if (base == base_) return;
    base_ = base;
    if (segmented_) {
      write_special(segment_base, 2, base >> 4);
    } else {
      write_special(linear_base, 2, base >> 16);
    }
  }

  void write_entry() {
    const std::uint64_t address = entry_words(from_);
    if (from_.entry->segment) {
      const std::uint64_t segment = *from_.entry->segment;
      write_special(segment_start, 4, segment << 16 | (address - (segment << 4)));
    } else if (segmented_) {
      write_special(segment_start, 4, (address & 0xF0000) << 12 | (address & 0xFFFF));
    } else {
      write_special(linear_start, 4, address);
    }
  }

  void write_special(record_type type, unsigned size, std::uint64_t value) {
    std::uint32_t sum = size + type;
    for (unsigned shift = 0; shift < 8 * size; shift += 8) sum += static_cast<std::uint8_t>(value >> shift);
    text_.put(":");
    text_.put_number(size, 2);
    text_.put_number(type, 6);
    text_.put_number(value, 2 * size);
    text_.put_number(0U - sum, 2);
    text_.end_line();
  }

  const image& from_;
  text_writer text_;
  unsigned word_;
  bool segmented_;
  std::uint64_t base_ = 0;
};

/// Whether a segment and what is added to it can name the entry point.
bool segment_fits(const image& from) {
  const std::uint64_t address = entry_words(from);
  const std::uint64_t segment = std::uint64_t{*from.entry->segment} << 4;
  return address >= segment && address - segment < segment_size;
}

}  // namespace

void read_intel_hex(const view& bytes, image_collector& into) { intel_hex_reader(bytes.bytes(), into).read(); }

void write_intel_hex(const image& from, content_sink& to, const write_image_options& options) {
  constexpr std::string_view title = "Intel HEX";
  const unsigned bits = options.address_bits.value_or(32);
  if (bits != 16 && bits != 20 && bits != 32) {
    throw std::invalid_argument("Intel HEX: addresses have 16, 20 or 32 bits, not " + std::to_string(bits));
  }
  require_whole_words(from, title);
  const auto length = chosen_record_length(from, options, 16, 255 / from.word_size * from.word_size, title);
  const bool entry = options.entry && from.entry.has_value();
  require_addresses(
      from, entry, bits, title,
      bits == 32 ? "tektronix-extended and verilog-vmem have wider addresses" : "32 bits have room for more");
  if (entry && from.entry->segment && !segment_fits(from)) {
    throw std::invalid_argument("Intel HEX: the entry point " + address_text(from.entry->address) +
                                " is not in its segment " + shown_number(*from.entry->segment, 4));
  }
  intel_hex_writer(from, to, options).write(length, entry);
}

}  // namespace memosaic::image_core
