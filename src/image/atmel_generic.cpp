// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>

#include "image/content_rows.hpp"
#include "image/formats.hpp"
#include "image/line_reader.hpp"
#include "image/record_addresses.hpp"
#include "image/shown_text.hpp"
#include "image/text_scanner.hpp"
#include "image/text_writer.hpp"
#include "image/whole_words.hpp"

/// Atmel generic: for each word of 16 bits a line with its index and its value, `000080:C00A`.
///
/// The value is what the AVR executes, so its low byte comes first in memory; srecord writes the high byte first, and
/// calls the other order big-endian.
/// Source: srecord's page srec_atmel_generic(5), and what AVR disassemblers make of such files.
namespace memosaic::image_core {
namespace {

constexpr unsigned word_size = 2;
constexpr std::size_t index_digits = 6;
constexpr std::size_t value_digits = 4;
constexpr std::size_t line_size = index_digits + 1 + value_digits;

/// False if the line is no word.
bool read_word(const text_line& line, image_collector& into) {
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < line_size; ++at) {
    const auto found = at < line.text.size() ? shown_character(line.text[at]) : std::string("the end of the line");
    if (at == index_digits) {
      if (at >= line.text.size() || line.text[at] != ':') {
        into.problem(line.at(at), "expected ':' behind the 6 digits of the address, found " + found);
        return false;
      }
      continue;
    }
    const unsigned digit = at < line.text.size() ? digit_value(line.text[at]) : 16;
    if (digit == 16) {
      into.problem(line.at(at), std::string(at < index_digits ? "address" : "word") +
                                    ": expected a hexadecimal digit, found " + found);
      return false;
    }
    number = number << 4 | digit;
  }
  if (line.text.size() > line_size) {
    into.problem(line.at(line_size),
                 "expected nothing behind the 4 digits of the word, found " + shown_character(line.text[line_size]));
    return false;
  }
  const std::array bytes{static_cast<std::byte>(number), static_cast<std::byte>(number >> 8)};
  into.write(static_cast<int128>((number >> 16) * word_size), bytes, line.at(0));
  return true;
}

}  // namespace

void read_atmel_generic(const view& bytes, image_collector& into) {
  into.content().word_size = word_size;
  line_reader lines(bytes.bytes(), into);
  text_line line;
  bool any = false;
  bool understood = false;
  while (lines.next(line)) {
    any = true;
    if (read_word(line, into)) understood = true;
  }
  if (any && !understood) into.refuse(lines.end(), "no Atmel generic file: it has no line that is right");
}

void write_atmel_generic(const image& from, content_sink& to, const write_image_options& options) {
  constexpr std::string_view title = "Atmel generic";
  image counted = from;
  counted.word_size = word_size;
  require_addresses(counted, false, 24, title, "tektronix-extended and verilog-vmem have wider addresses");
  const image_memory whole = with_whole_words(counted, options.fill, title);
  text_writer writer(to, options.lines);
  visit_rows(whole, {.length = word_size}, [&](int128 at, bytes_view words) {
    auto index = static_cast<std::uint64_t>(at / word_size);
    for (std::size_t i = 0; i < words.size(); i += word_size) {
      writer.put_number(index++, index_digits);
      writer.put(":");
      const std::array swapped{words[i + 1], words[i]};
      writer.put_bytes(swapped);
      writer.end_line();
    }
  });
  writer.flush();
}

}  // namespace memosaic::image_core
