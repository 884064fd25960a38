// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>

#include "image/content_rows.hpp"
#include "image/formats.hpp"
#include "image/record_addresses.hpp"
#include "image/record_kernels.hpp"
#include "image/shown_text.hpp"
#include "image/text_scanner.hpp"
#include "image/text_writer.hpp"

/// MOS Technology: records `;`, count of bytes (2 digits), address (4), bytes, sum of all these bytes (4). A record
/// without bytes ends the file and has the count of the others as its address.
///
/// Source: KIM-1 User Manual, appendix F; srecord's page srec_mos_tech(5).
namespace memosaic::image_core {
namespace {

constexpr unsigned address_bits = 16;
constexpr std::size_t header_bytes = 3;
constexpr std::size_t checksum_bytes = 2;
constexpr std::size_t most_data = 255;
constexpr std::size_t usual_data = 24;

/// NULs blank the paper tape behind each line, and XOFF stops the reader at its end.
constexpr bool is_filler(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0' || c == '\x13'; }

class mos_reader {
 public:
  mos_reader(const view& bytes, image_collector& into) : into_(into), text_(bytes.bytes()) {}

  void read() {
    into_.content().word_size = into_.options().word_size;
    for (skip_fillers(); !text_.at_end(); skip_fillers()) {
      if (ended_) {
        into_.problem(text_.place(), "expected nothing behind the last record");
        return;
      }
      if (text_.front() != ';') {
        into_.problem(text_.place(), "expected ';' at the start of a record, found " + shown_character(text_.front()));
        text_.skip_until(";");
        continue;
      }
      record();
    }
    if (ended_) return;
    if (!understood_) into_.refuse(text_.place(), "no MOS Technology file: it has no record that is right");
    into_.problem(text_.place(), "expected a record without bytes at the end, found nothing: the file may be cut off");
  }

 private:
  void skip_fillers() noexcept {
    while (!text_.at_end() && is_filler(text_.front())) text_.skip(1);
  }

  void record() {
    const std::size_t start = text_.offset();
    std::uint32_t sum = 0;
    std::uint32_t found = 0;
    if (!decode(start + 1, 0, header_bytes, sum)) return;
    const auto size = std::to_integer<std::size_t>(bytes_[0]);
    if (!decode(start + 1, header_bytes, size, sum)) return;
    if (!decode(start + 1, header_bytes + size, checksum_bytes, found)) return;
    const std::uint32_t address = number_at(1);
    found = number_at(header_bytes + size);
    const std::size_t checksum_at = start + 1 + 2 * (header_bytes + size);
    const auto place = text_.place_of(start);
    // KIM-1 sums up its last record like all others, srecord repeats the count of records there.
    if (found != (sum & 0xFFFF) && (size != 0 || found != address)) {
      return fail(checksum_at,
                  "checksum: expected " + shown_number(sum & 0xFFFF, 4) + ", found " + shown_number(found, 4));
    }
    understood_ = true;
    if (size == 0) {
      ended_ = true;
      if (address != (records_ & 0xFFFF)) {
        into_.problem(text_.place_of(start + 3), "count of records: expected " + shown_number(records_ & 0xFFFF, 4) +
                                                     ", found " + shown_number(address, 4));
      }
    } else {
      ++records_;
      const auto word_size = static_cast<int128>(into_.options().word_size);
      const int128 at = static_cast<int128>(address) * word_size;
      if (at + static_cast<int128>(size) > (word_size << address_bits)) {
        return fail(start + 3, "address: the data ends beyond the last address of 16 bits");
      }
      into_.write(at, bytes_view(bytes_).subspan(header_bytes, size), place);
    }
    text_.skip(checksum_at + 2 * checksum_bytes - start);
    if (text_.at_end() || is_filler(text_.front())) return;
    into_.problem(text_.place(),
                  "expected the end of the line behind the record, found " + shown_character(text_.front()));
    text_.skip_until(";");
  }

  /// Reads `count` more bytes of a record whose digits begin at `digits`; false if they are none.
  [[nodiscard]] bool decode(std::size_t digits, std::size_t index, std::size_t count, std::uint32_t& sum) {
    const auto text = text_.rest().substr(digits - text_.offset());
    const auto part = text.substr(std::min(2 * index, text.size()), 2 * count);
    const std::size_t read = active_record_kernels().decode(part.data(), part.size() / 2, bytes_.data() + index, sum);
    if (read == count) return true;
    std::size_t wrong = 2 * read;
    if (wrong < part.size() && digit_value(part[wrong]) != 16) ++wrong;
    const bool inside = wrong < part.size() && !is_filler(part[wrong]);
    fail(digits + 2 * index + wrong,
         "expected a hexadecimal digit, found " +
             (inside ? shown_character(part[wrong]) : std::string("the end of the record")));
    return false;
  }

  [[nodiscard]] std::uint32_t number_at(std::size_t index) const noexcept {
    return std::to_integer<std::uint32_t>(bytes_[index]) << 8 | std::to_integer<std::uint32_t>(bytes_[index + 1]);
  }

  /// A record that is left out.
  void fail(std::size_t offset, const std::string& reason) {
    into_.problem(text_.place_of(offset), reason);
    text_.skip(1);
    text_.skip_until(";");
  }

  image_collector& into_;
  text_scanner text_;
  std::array<std::byte, header_bytes + most_data + checksum_bytes> bytes_;  ///< of the record
  std::uint64_t records_ = 0;                                               ///< with data
  bool ended_ = false;
  bool understood_ = false;
};

}  // namespace

void read_mos(const view& bytes, image_collector& into) { mos_reader(bytes, into).read(); }

void write_mos(const image& from, content_sink& to, const write_image_options& options) {
  constexpr std::string_view title = "MOS Technology";
  const std::size_t length =
      chosen_record_length(from, options, usual_data, most_data / from.word_size * from.word_size, title);
  require_whole_words(from, title);
  require_addresses(from, false, address_bits, title, "tektronix-extended and verilog-vmem have wider addresses");
  text_writer writer(to, options.lines);
  std::uint64_t records = 0;
  const auto put = [&](std::size_t size, std::uint64_t address, bytes_view data) {
    const std::array header{static_cast<std::byte>(size), static_cast<std::byte>(address >> 8),
                            static_cast<std::byte>(address)};
    writer.put(";");
    const std::uint32_t sum = writer.put_bytes(header);
    writer.put_number(sum + writer.put_bytes(data), 4);
    writer.end_line();
  };
  visit_rows(from.memory, {.length = length}, [&](int128 at, bytes_view rows) {
    while (!rows.empty()) {
      const bytes_view row = rows.first(std::min(length, rows.size()));
      put(row.size(), static_cast<std::uint64_t>(at / static_cast<int128>(from.word_size)), row);
      ++records;
      at += static_cast<int128>(row.size());
      rows = rows.subspan(row.size());
    }
  });
  put(0, records & 0xFFFF, {});
  writer.flush();
}

}  // namespace memosaic::image_core
