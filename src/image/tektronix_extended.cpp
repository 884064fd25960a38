// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <optional>
#include <string>

#include "image/address_bits.hpp"
#include "image/content_rows.hpp"
#include "image/formats.hpp"
#include "image/line_reader.hpp"
#include "image/record_addresses.hpp"
#include "image/record_kernels.hpp"
#include "image/shown_text.hpp"
#include "image/text_scanner.hpp"
#include "image/text_writer.hpp"

/// Tektronix extended HEX: blocks `%`, length (2 digits), type, checksum (2 digits), and what the type says.
///
/// The length counts the characters behind the `%`; the checksum is the sum of their values but its own. An address is
/// a digit that counts its digits, 0 for 16, and these.
/// Source: srecord's page srec_tektronix_extended(5), its users' manuals, and what objcopy writes.
namespace memosaic::image_core {
namespace {

constexpr unsigned no_value = 0xFF;
constexpr std::size_t header_size = 6;  ///< "%", length, type, checksum
constexpr std::size_t checksum_at = 4;
constexpr std::size_t longest_block = 255;  ///< without the "%"

/// What characters are worth in the checksum.
constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_value);
  std::uint8_t next = 0;
  for (const char c : std::string_view("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%._abcdefghijklmnopqrstuvwxyz")) {
    values[static_cast<unsigned char>(c)] = next++;
  }
  return values;
}
constexpr auto character_values = make_values();

unsigned value_of(char c) noexcept { return character_values[static_cast<unsigned char>(c)]; }

class tektronix_reader {
 public:
  explicit tektronix_reader(image_collector& into) : into_(into) {}

  void read(bytes_view bytes) {
    into_.content().word_size = into_.options().word_size;
    line_reader lines(bytes, into_);
    text_line line;
    bool any = false;
    while (lines.next(line)) {
      any = true;
      if (ended_) {
        into_.problem(line.at(0), "expected nothing behind the termination block");
        return;
      }
      if (is_whole(line)) block(line);
    }
    if (any && !understood_) into_.refuse(lines.end(), "no Tektronix extended HEX: it has no block that is right");
  }

 private:
  /// Tests what all blocks have: their beginning, their length and their checksum.
  [[nodiscard]] bool is_whole(const text_line& line) {
    const auto text = line.text;
    if (text[0] != '%') {
      into_.problem(line.at(0), "expected '%' at the start of a block, found " + shown_character(text[0]));
      return false;
    }
    if (text.size() < header_size) {
      into_.problem(line.at(text.size()), "expected length, type and checksum behind '%', found the end of the line");
      return false;
    }
    const auto length = scan_byte(text.substr(1, 2), "length");
    if (!length.reason.empty()) return fail(line, 1 + length.wrong_at, length.reason);
    if (length.value != text.size() - 1) {
      return fail(line, 1,
                  "length: expected " + shown_number(text.size() - 1, 2) + " characters behind '%', found " +
                      shown_number(length.value, 2));
    }
    unsigned sum = 0;
    for (std::size_t at = 1; at < text.size(); ++at) {
      if (at == checksum_at || at == checksum_at + 1) continue;
      const unsigned value = value_of(text[at]);
      if (value == no_value)
        return fail(line, at, "expected a character of the format, found " + shown_character(text[at]));
      sum += value;
    }
    const auto checksum = scan_byte(text.substr(checksum_at, 2), "checksum");
    if (!checksum.reason.empty()) return fail(line, checksum_at + checksum.wrong_at, checksum.reason);
    if (checksum.value != (sum & 0xFF)) {
      return fail(line, checksum_at,
                  "checksum: expected " + shown_number(sum & 0xFF, 2) + ", found " + shown_number(checksum.value, 2));
    }
    return true;
  }

  void block(const text_line& line) {
    const char type = line.text[3];
    if (type == '6') {
      data(line);
    } else if (type == '8') {
      termination(line);
    } else if (type == '3') {
      understood_ = true;  // symbols: they hold no bytes
    } else {
      into_.problem(line.at(3), "block type: expected '3', '6' or '8', found " + shown_character(type));
    }
  }

  /// The address of a block and where the characters behind it begin; nothing if it is wrong.
  [[nodiscard]] std::optional<int128> address(const text_line& line, std::size_t& at) {
    const auto text = line.text;
    if (at == text.size()) {
      into_.problem(line.at(at), "address: expected the count of its digits, found the end of the block");
      return std::nullopt;
    }
    const unsigned count = digit_value(text[at]);
    if (count == 16) {
      into_.problem(line.at(at), "address: expected the count of its digits, found " + shown_character(text[at]));
      return std::nullopt;
    }
    const std::size_t size = count == 0 ? 16 : count;
    const auto digits = text.substr(at + 1, size);
    if (digits.size() < size) {
      into_.problem(line.at(text.size()),
                    "address: expected " + std::to_string(size) + " digits, found " + std::to_string(digits.size()));
      return std::nullopt;
    }
    const auto number = scan_number(digits, "address");
    if (!number.reason.empty()) {
      into_.problem(line.at(at + 1 + number.wrong_at), number.reason);
      return std::nullopt;
    }
    at += 1 + size;
    return static_cast<int128>(number.value) * static_cast<int128>(into_.options().word_size);
  }

  void data(const text_line& line) {
    std::size_t at = header_size;
    const auto start = address(line, at);
    if (!start) return;
    const auto digits = line.text.substr(at);
    std::array<std::byte, longest_block / 2> bytes;
    std::uint32_t sum = 0;
    const std::size_t read = active_record_kernels().decode(digits.data(), digits.size() / 2, bytes.data(), sum);
    if (2 * read != digits.size()) {
      std::size_t wrong = 2 * read;
      if (digit_value(digits[wrong]) != 16) ++wrong;
      const auto found = wrong < digits.size() ? shown_character(digits[wrong]) : std::string("the end of the block");
      into_.problem(line.at(at + wrong), "data: expected a hexadecimal digit, found " + found);
      return;
    }
    const int128 stop = (static_cast<int128>(1) << 64) * static_cast<int128>(into_.options().word_size);
    if (*start + static_cast<int128>(read) > stop) {
      into_.problem(line.at(header_size), "address: the data ends beyond the last address of 64 bits");
      return;
    }
    understood_ = true;
    into_.write(*start, bytes_view(bytes).first(read), line.at(0));
  }

  void termination(const text_line& line) {
    std::size_t at = header_size;
    std::optional<int128> entry;
    if (line.text.size() > header_size) {
      entry = address(line, at);
      if (!entry) return;
      if (at != line.text.size()) {
        into_.problem(line.at(at), "expected nothing behind the address of the termination block, found " +
                                       shown_character(line.text[at]));
        return;
      }
    }
    understood_ = true;
    ended_ = true;
    if (entry) into_.content().entry = image_entry{*entry, std::nullopt};
  }

  [[nodiscard]] bool fail(const text_line& line, std::size_t at, const std::string& reason) {
    into_.problem(line.at(at), reason);
    return false;
  }

  image_collector& into_;
  bool ended_ = false;
  bool understood_ = false;
};

/// What the digits of a number are worth in the checksum.
unsigned sum_of_digits(std::uint64_t number) noexcept {
  unsigned sum = 0;
  for (; number != 0; number >>= 4) sum += static_cast<unsigned>(number & 0xF);
  return sum;
}

unsigned sum_of_digits(bytes_view bytes) noexcept {
  unsigned sum = 0;
  for (const std::byte byte : bytes)
    sum += std::to_integer<unsigned>(byte >> 4) + std::to_integer<unsigned>(byte & std::byte{0xF});
  return sum;
}

class tektronix_writer {
 public:
  tektronix_writer(content_sink& to, line_end lines, unsigned address_digits)
      : text_(to, lines), address_digits_(address_digits) {}

  void block(unsigned type, std::uint64_t address, bytes_view data) {
    const std::size_t length = block_size(address_digits_, data.size());
    const unsigned count = address_digits_ % 16;
    const unsigned sum = sum_of_digits(length) + type + count + sum_of_digits(address) + sum_of_digits(data);
    text_.put("%");
    text_.put_number(length, 2);
    text_.put_number(type, 1);
    text_.put_number(sum, 2);
    text_.put_number(count, 1);
    text_.put_number(address, address_digits_);
    (void)text_.put_bytes(data);
    text_.end_line();
  }

  void flush() { text_.flush(); }

  /// The characters behind the `%`.
  [[nodiscard]] static constexpr std::size_t block_size(unsigned address_digits, std::size_t bytes) noexcept {
    return header_size + address_digits + 2 * bytes;
  }

 private:
  text_writer text_;
  unsigned address_digits_;
};

}  // namespace

void read_tektronix_extended(const view& bytes, image_collector& into) { tektronix_reader(into).read(bytes.bytes()); }

void write_tektronix_extended(const image& from, content_sink& to, const write_image_options& options) {
  constexpr std::string_view title = "Tektronix extended HEX";
  const bool entry = options.entry && from.entry.has_value();
  const unsigned bits = chosen_address_bits(from, options, entry, {16, 24, 32, 64}, title);
  const std::size_t most = (longest_block - tektronix_writer::block_size(bits / 4, 0)) / 2;
  const std::size_t length = chosen_record_length(from, options, 32, most, title);
  require_whole_words(from, title);
  const auto written = [&](int128 address) {
    return static_cast<std::uint64_t>(address / static_cast<int128>(from.word_size));
  };
  tektronix_writer writer(to, options.lines, bits / 4);
  visit_rows(from.memory, {.length = length}, [&](int128 at, bytes_view rows) {
    while (!rows.empty()) {
      const bytes_view row = rows.first(std::min(length, rows.size()));
      writer.block(6, written(at), row);
      at += static_cast<int128>(row.size());
      rows = rows.subspan(row.size());
    }
  });
  if (entry) writer.block(8, entry_words(from), {});
  writer.flush();
}

}  // namespace memosaic::image_core
