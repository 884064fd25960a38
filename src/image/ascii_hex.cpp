// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>

#include "image/address_bits.hpp"
#include "image/formats.hpp"
#include "image/record_addresses.hpp"
#include "image/shown_text.hpp"
#include "image/token_bytes.hpp"
#include "image/word_rows.hpp"

/// ASCII-HEX: between STX and ETX, bytes of two digits with a separator behind each, and commands: `$A1000,` sets the
/// address, `$S01FF,` tests the sum of all bytes so far.
///
/// Source: Data I/O's translation formats 50 to 58; srecord's page srec_ascii_hex(5).
namespace memosaic::image_core {
namespace {

constexpr char start_of_heading = '\x01';
constexpr char start_of_text = '\x02';
constexpr char end_of_text = '\x03';

/// What ends a token: separators, white space, and what cannot stand in one.
constexpr std::string_view token_ends = " %',\t\n\v\f\r$\x03";

constexpr std::string_view spaces = " \t\n\v\f\r";

class ascii_hex_reader {
 public:
  ascii_hex_reader(const view& bytes, image_collector& into) : into_(into), text_(bytes.bytes()), bytes_(text_, into) {}

  void read() {
    into_.content().word_size = into_.options().word_size;
    bytes_.go_to(0);
    skip_leader();
    for (text_.skip_spaces(); !text_.at_end() && text_.front() != end_of_text; text_.skip_spaces()) {
      if (text_.front() == '$') {
        command();
      } else {
        data();
      }
    }
    bytes_.flush();
    if (text_.at_end()) {
      if (!started_ && !any_data_) into_.refuse(text_.place(), "no ASCII-HEX: expected STX, found none");
      into_.problem(text_.place(), "expected ETX (0x03) at the end, found nothing: the file may be cut off");
      return;
    }
    text_.skip(1);
    trailer();
  }

 private:
  void skip_leader() {
    for (const char mark : {start_of_text, start_of_heading}) {
      const auto found = text_.rest().find(mark);
      if (found == std::string_view::npos) continue;
      text_.skip(found + 1);
      started_ = true;
      return;
    }
    into_.problem(text_.place(), "expected STX (0x02) before the data, found none");
  }

  void data() {
    if (separator_ == ' ') {
      const auto spaced = bytes_.put_spaced();
      for (const std::byte byte : spaced) sum_ += std::to_integer<std::uint32_t>(byte);
      if (!spaced.empty()) return;
    }
    const std::size_t offset = text_.offset();
    const auto token = text_.token(token_ends);
    const auto byte = scan_byte(token);
    if (byte.reason.empty()) {
      any_data_ = true;
      const auto value = static_cast<std::byte>(byte.value);
      sum_ += static_cast<std::uint32_t>(byte.value);
      bytes_.put(offset, {&value, 1});
      text_.skip(token.size());
    } else {
      if (bytes_.placed()) bytes_.problem(offset + byte.wrong_at, byte.reason);
      if (token.size() == 2) {
        bytes_.leave_hole(1);
      } else {
        bytes_.lose_place();
      }
      sum_known_ = false;
      text_.skip_until(token_ends);
    }
    skip_separator();
  }

  /// The one character behind a byte. The first of a file says what all the others must be.
  void skip_separator() {
    if (text_.at_end() || text_.front() == end_of_text) return;
    const char found = text_.front();
    if (found == '\n' || found == '\r') return;
    if (found == '$') {
      bytes_.problem(text_.offset(), "expected a separator behind the byte, found '$'");
      return;
    }
    const char kind = spaces.find(found) == std::string_view::npos ? found : ' ';
    if (separator_ == '\0') separator_ = kind;
    if (kind != separator_) {
      bytes_.problem(text_.offset(), "separator: expected " + shown_character(separator_) +
                                         " as behind the first byte, found " + shown_character(found));
    }
    text_.skip(1);
  }

  void command() {
    const std::size_t offset = text_.offset();
    bytes_.flush();
    text_.skip(1);
    const char letter = text_.at_end() ? '\0' : text_.front();
    if (letter != 'A' && letter != 'S') {
      const auto found = text_.at_end() ? std::string("nothing") : shown_character(letter);
      bytes_.problem(text_.offset(), "command: expected 'A' or 'S' behind '$', found " + found);
      bytes_.lose_place();
      text_.skip_until(token_ends);
      return;
    }
    text_.skip(1);
    const auto digits = text_.token("., \t\n\v\f\r$\x03");
    const auto number = scan_number(digits, letter == 'A' ? "address" : "checksum");
    if (!number.reason.empty()) {
      fail(letter, number.wrong_at, number.reason);
      return;
    }
    const auto behind = text_.rest().substr(digits.size());
    if (behind.empty() || (behind.front() != ',' && behind.front() != '.')) {
      const auto found = behind.empty() ? std::string("nothing") : shown_character(behind.front());
      fail(letter, digits.size(), "command: expected ',' behind the digits, found " + found);
      return;
    }
    text_.skip(digits.size() + 1);
    if (letter == 'A') {
      bytes_.go_to(static_cast<int128>(number.value) * static_cast<int128>(into_.options().word_size));
    } else {
      test_sum(offset, number.value);
    }
  }

  /// A command that cannot be understood: what follows it has no address.
  void fail(char letter, std::size_t at, std::string_view reason) {
    bytes_.problem(text_.offset() + at, reason);
    if (letter == 'A') bytes_.lose_place();
    text_.skip_until(token_ends);
    if (!text_.at_end() && text_.front() == ',') text_.skip(1);
  }

  void test_sum(std::size_t offset, std::uint64_t found) {
    const std::uint64_t expected = sum_ & 0xFFFF;
    if (expected == found || !sum_known_) return;
    bytes_.problem(offset, "checksum: expected " + shown_number(expected, 4) + ", found " + shown_number(found, 4));
  }

  /// Nothing counts behind ETX but a checksum, where most programs put it.
  void trailer() {
    text_.skip_spaces();
    const std::size_t offset = text_.offset();
    if (!text_.rest().starts_with("$S")) return;
    text_.skip(2);
    const auto digits = text_.token(",.");
    const auto number = scan_number(digits, "checksum");
    if (digits.size() == 4 && number.reason.empty()) test_sum(offset, number.value);
  }

  image_collector& into_;
  text_scanner text_;
  token_bytes bytes_;
  std::uint32_t sum_ = 0;  ///< of all bytes so far, modulo 2^32; only 16 bits count
  bool sum_known_ = true;  ///< no byte was left out of it
  char separator_ = '\0';  ///< '\0': no byte has been read yet
  bool started_ = false;   ///< there was an STX
  bool any_data_ = false;
};

}  // namespace

void read_ascii_hex(const view& bytes, image_collector& into) { ascii_hex_reader(bytes, into).read(); }

void write_ascii_hex(const image& from, content_sink& to, const write_image_options& options) {
  constexpr std::string_view title = "ASCII-HEX";
  const std::size_t length = chosen_record_length(from, options, 16, longest_word_row, title);
  require_whole_words(from, title);
  const unsigned bits = chosen_address_bits(from, options, false, {16, 24, 32, 64}, title);
  std::uint32_t sum = 0;
  text_writer writer(to, options.lines);
  writer.put("\x02 ");
  put_word_rows(
      writer, from.memory, length, 1,
      [&](int128 at) {
        writer.put("$A");
        writer.put_number(static_cast<std::uint64_t>(at / static_cast<int128>(from.word_size)), bits / 4);
        writer.put(",");
        writer.end_line();
      },
      [&](bytes_view row) {
        for (const std::byte byte : row) sum += std::to_integer<std::uint32_t>(byte);
      });
  writer.put("\x03");
  writer.end_line();
  writer.put("$S");
  writer.put_number(sum, 4);
  writer.put(",");
  writer.end_line();
  writer.flush();
}

}  // namespace memosaic::image_core
