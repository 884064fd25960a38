// SPDX-License-Identifier: Apache-2.0
// Source: Motorola, "M68000 Family Programmer's Reference Manual", appendix C, 1992; record S6 from later practice.
#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

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

/// Bytes of the address in a record of each type, S0 to S9; S4 is reserved.
constexpr std::array<unsigned, 10> address_sizes = {2, 2, 3, 4, 0, 2, 3, 4, 3, 2};

constexpr bool holds_data(unsigned type) noexcept { return type >= 1 && type <= 3; }
constexpr bool holds_count(unsigned type) noexcept { return type == 5 || type == 6; }
constexpr bool ends_file(unsigned type) noexcept { return type >= 7; }

/// The type of the end record with addresses as wide as those of data records of a type, and the other way round.
constexpr unsigned end_of(unsigned type) noexcept { return 10 - type; }

constexpr std::uint64_t address_limit(unsigned address_size) noexcept { return std::uint64_t{1} << (8 * address_size); }

/// Where in a line a byte of its record stands.
constexpr std::size_t column_of(std::size_t byte) noexcept { return 2 + 2 * byte; }

constexpr std::array<std::string_view, 10> leads = {"S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9"};

constexpr record_shape shape_of(unsigned type, std::size_t size, std::string_view end, std::uint64_t first,
                                std::size_t word) {
  const unsigned address_size = address_sizes[type];
  return {.lead = leads[type],
          .header = 1 + address_size,
          .data = size,
          .end = end,
          .first = std::uint64_t{address_size + size + 1} << (8 * address_size) | first,
          .step = size / word,
          .sum = 0xFF};
}

class s_record_reader {
 public:
  s_record_reader(bytes_view text, image_collector& into)
      : into_(into), lines_(text, into), word_(into.options().word_size) {
    into.expect(text.size() / 2);
    into.content().word_size = word_;
  }

  void read() {
    text_line line;
    bool found = false;
    while (lines_.next(line)) {
      const auto type = read_record(line);
      if (!type) continue;
      found = true;
      if (!ends_file(*type)) continue;
      if (const auto more = lines_.remaining()) {
        into_.problem(*more, "something follows the end record; it does not count");
      }
      return;
    }
    if (!found) into_.refuse(lines_.end(), "no record: this is no S-record file");
    // srec_cat writes no end record where there is no entry point.
    if (!counted_) into_.problem(lines_.end(), "the end record (S7, S8 or S9) is missing, and a count (S5) too");
  }

 private:
  /// The type of the line's record, if it is a right one; what it says has been done then.
  std::optional<unsigned> read_record(const text_line& line) {
    if (line.text.front() != 'S') {
      into_.problem(line.at(0), wrong_character("'S'", line.text.front()));
      return std::nullopt;
    }
    const char digit = line.text.size() == 1 ? '\0' : line.text[1];
    if (digit < '0' || digit > '9' || digit == '4') {
      into_.problem(line.at(1), "record type: expected S0 to S3 or S5 to S9");
      return std::nullopt;
    }
    const auto type = static_cast<unsigned>(digit - '0');
    if (!read_pairs(line, 2, into_, record_)) return std::nullopt;
    if (record_.size == 0) {
      into_.problem(line.at(line.text.size()), "the length of the record is missing");
      return std::nullopt;
    }
    const std::size_t counted = record_.at(0);  // what follows: address, data, checksum
    const unsigned address_size = address_sizes[type];
    if (record_.size != 1 + counted) {
      into_.problem(line.at(column_of(0)), wrong_length(counted, record_.size - 1));
      return std::nullopt;
    }
    const bool has_data = type <= 3;
    if (counted < address_size + 1 || (!has_data && counted != address_size + 1)) {
      into_.problem(line.at(column_of(0)), wrong_length(address_size + 1, counted) + " in an S" + digit + " record");
      return std::nullopt;
    }
    if (static_cast<std::uint8_t>(record_.sum) != 0xFF) {
      const auto found = record_.at(counted);
      const auto expected = static_cast<std::uint8_t>(found - record_.sum - 1);
      into_.problem(line.at(column_of(counted)), wrong_checksum(expected, found));
      return std::nullopt;
    }
    read_type(line, type, counted - address_size - 1);
    return type;
  }

  void read_type(const text_line& line, unsigned type, std::size_t size) {
    const unsigned address_size = address_sizes[type];
    const std::uint64_t address = record_.number(1, address_size);
    const bytes_view bytes = record_.part(1 + address_size, size);
    if (type == 0) {
      set_header(line, text_of(bytes));
    } else if (holds_data(type)) {
      ++records_;
      counted_ = false;
      widest_ = std::max(widest_, type);
      read_data(line, type, address, bytes);
    } else if (holds_count(type)) {
      counted_ = address == records_;
      if (!counted_) {
        into_.problem(line.at(column_of(1)), "count of data records: expected " + std::to_string(records_) +
                                                 ", found " + std::to_string(address));
      }
    } else {
      set_entry(line, type, address);
    }
  }

  void set_entry(const text_line& line, unsigned type, std::uint64_t address) {
    // srecord ends files by the narrowest type that holds the entry point, whatever the type of the data records.
    if (widest_ != 0 && end_of(type) > widest_ && address < address_limit(address_sizes[widest_])) {
      into_.problem(line.at(1), std::string(leads[type]) + " ends a file of " + std::string(leads[end_of(type)]) +
                                    " records, and this one has none");
    }
    // Every file has such a record, so 0 says nothing.
    if (address != 0) into_.content().entry = image_entry{in_bytes(address), std::nullopt};
  }

  void set_header(const text_line& line, std::string_view text) {
    text = text.substr(0, text.find_last_not_of('\0') + 1);
    auto& known = into_.content().header;
    if (has_header_ && known != text) {
      into_.problem(line.at(0), "a second header; the first counts");
      return;
    }
    has_header_ = true;
    known = text;
  }

  [[nodiscard]] int128 in_bytes(std::uint64_t words) const noexcept {
    return static_cast<int128>(words) * static_cast<int128>(word_);
  }

  void read_data(const text_line& line, unsigned type, std::uint64_t address, bytes_view bytes) {
    // srecord and objcopy let the data of S1 and S2 records go on behind the last address that these can begin at.
    const unsigned address_size = address_sizes[type];
    const std::uint64_t limit = address_limit(address_sizes[3]);
    const auto fitting = std::min<std::uint64_t>(bytes.size(), (limit - address) * word_);
    const auto before = static_cast<std::size_t>(fitting);
    into_.write(in_bytes(address), bytes.first(before), line.at(0));
    if (before != bytes.size()) {
      into_.problem(line.at(column_of(1 + address_size + before)),
                    "the data go beyond the last address, " + shown_number(limit - 1, 8));
    } else if (bytes.size() % word_ == 0) {
      read_like_records(type, address + bytes.size() / word_, bytes.size());
    }
  }

  /// After a record of data, all that are like it and follow it.
  void read_like_records(unsigned type, std::uint64_t address, std::size_t size) {
    const std::uint64_t limit = address_limit(address_sizes[type]);
    if (size == 0 || address >= limit || lines_.last_end().empty()) return;
    const auto most = static_cast<std::size_t>((limit - address) * word_ / size);
    const auto shape = shape_of(type, size, lines_.last_end(), address, word_);
    records_ += read_run(shape, lines_, into_, in_bytes(address), most);
  }

  image_collector& into_;
  line_reader lines_;
  unsigned word_;  ///< bytes for each address
  hex_record record_;
  bool has_header_ = false;
  unsigned widest_ = 0;        ///< type of the data records; 0: there was none
  std::uint64_t records_ = 0;  ///< of data
  bool counted_ = false;       ///< whether a right count follows the last of them
};

class s_record_writer {
 public:
  s_record_writer(const image& from, content_sink& to, const write_image_options& options, unsigned type)
      : from_(from), text_(to, options.lines), type_(type) {}

  void write(std::size_t record_length, bool header, bool entry) {
    if (header) put(0, 0, bytes_of(from_.header));
    visit_rows(from_.memory, {.length = record_length}, [&](int128 at, bytes_view bytes) {
      const auto address = static_cast<std::uint64_t>(at) / from_.word_size;
      const auto whole = bytes.size() - bytes.size() % record_length;
      if (whole != 0) {
        write_run(shape_of(type_, record_length, text_.line_end(), address, from_.word_size), bytes.first(whole),
                  text_);
      }
      if (whole != bytes.size()) put(type_, address + whole / from_.word_size, bytes.subspan(whole));
      records_ += (bytes.size() + record_length - 1) / record_length;
    });
    if (records_ < address_limit(2)) {
      put(5, records_, {});
    } else if (records_ < address_limit(3)) {
      put(6, records_, {});
    }
    put(end_of(type_), entry ? entry_words(from_) : 0, {});
    text_.flush();
  }

 private:
  void put(unsigned type, std::uint64_t address, bytes_view bytes) {
    const unsigned address_size = address_sizes[type];
    const std::uint64_t counted = address_size + bytes.size() + 1;
    text_.put(leads[type]);
    text_.put_number(counted, 2);
    text_.put_number(address, 2 * address_size);
    std::uint64_t sum = counted + text_.put_bytes(bytes);
    for (unsigned shift = 0; shift < 8 * address_size; shift += 8) sum += static_cast<std::uint8_t>(address >> shift);
    text_.put_number(~sum, 2);
    text_.end_line();
  }

  const image& from_;
  text_writer text_;
  unsigned type_;  ///< of the data records
  std::uint64_t records_ = 0;
};

constexpr std::size_t longest_header = 252;

}  // namespace

void read_s_record(const view& bytes, image_collector& into) { s_record_reader(bytes.bytes(), into).read(); }

void write_s_record(const image& from, content_sink& to, const write_image_options& options) {
  constexpr std::string_view title = "S-record";
  const bool entry = options.entry && from.entry.has_value();
  const bool header = options.header && !from.header.empty();
  const unsigned asked = options.address_bits.value_or(32);
  if (asked != 16 && asked != 24 && asked != 32) {
    throw std::invalid_argument("S-record: addresses have 16, 24 or 32 bits, not " + std::to_string(asked));
  }
  require_whole_words(from, title);
  require_addresses(
      from, entry, asked, title,
      asked == 32 ? "tektronix-extended and verilog-vmem have wider addresses" : "32 bits have room for more");
  unsigned bits = asked;
  for (const unsigned narrower : {24U, 16U}) {
    if (!options.address_bits && addresses_fit(from, entry, narrower)) bits = narrower;
  }
  const unsigned type = bits / 8 - 1;
  const std::size_t most = 255 - address_sizes[type] - 1;
  const auto length = chosen_record_length(from, options, 16, most / from.word_size * from.word_size, title);
  if (header && from.header.size() > longest_header) {
    throw std::invalid_argument("S-record: a header has at most 252 characters, this one " +
                                std::to_string(from.header.size()) + "; shorten it or leave it out");
  }
  s_record_writer(from, to, options, type).write(length, header, entry);
}

}  // namespace memosaic::image_core
