// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "image/uf2_block.hpp"
#include "memosaic/bytes/endian.hpp"
#include "memosaic/image/format.hpp"

/// Which format a file's bytes show, by signs that no other format has. Where two formats look alike, nothing is said
/// and the extension decides: a wrong guess would read wrong bytes without an error.
namespace memosaic {
namespace {

constexpr std::size_t enough = 4096;

bool is_hex(char letter) noexcept {
  return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'F') || (letter >= 'a' && letter <= 'f');
}
bool is_line_end(char letter) noexcept { return letter == '\n' || letter == '\r'; }
bool is_space(char letter) noexcept { return letter == ' ' || letter == '\t' || is_line_end(letter); }

std::size_t count_hex(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_hex) - text.begin());
}

void drop_space(std::string_view& text) noexcept {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
}

/// The first line, if it is whole: without its end and white space before that.
std::string_view first_line(std::string_view text) noexcept {
  text = text.substr(0, text.find_first_of("\r\n"));
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool is_elf(bytes_view start) noexcept {
  return start.size() >= 4 && text_of(start.first(4)) ==
                                  "\x7f"
                                  "ELF";
}

bool is_uf2(bytes_view start) noexcept {
  return start.size() >= image_core::uf2_block_size && image_core::has_uf2_magic(start.data());
}

/// ":" and the eight digits of length, address and type.
bool is_intel_hex(std::string_view text) noexcept { return text.starts_with(':') && count_hex(text.substr(1)) >= 8; }

/// "S", the type, and digits for the count and at least 16 bits of address.
bool is_s_record(std::string_view text) noexcept {
  return text.size() > 2 && (text[0] == 'S' || text[0] == 's') && text[1] >= '0' && text[1] <= '9' &&
         count_hex(text.substr(2)) >= 6;
}

/// "%", length (two digits), type 3, 6 or 8, checksum (two digits).
bool is_tektronix_extended(std::string_view text) noexcept {
  return text.size() > 6 && text[0] == '%' && count_hex(text.substr(1)) >= 5 &&
         (text[3] == '3' || text[3] == '6' || text[3] == '8');
}

/// ";" and nothing but an even count of digits: length, address, data, checksum.
bool is_mos(std::string_view text) noexcept {
  const std::string_view line = first_line(text);
  return line.starts_with(';') && line.size() >= 11 && line.size() % 2 == 1 &&
         count_hex(line.substr(1)) == line.size() - 1;
}

/// Six digits, ":", four digits, and no more.
bool is_atmel_generic(std::string_view text) noexcept {
  const std::string_view line = first_line(text);
  return line.size() == 11 && count_hex(line) == 6 && line[6] == ':' && count_hex(line.substr(7)) == 4;
}

/// An address command: "$A", digits and a comma or a point.
bool is_address_command(std::string_view text) noexcept {
  if (!text.starts_with("$A")) return false;
  const std::size_t digits = count_hex(text.substr(2));
  const std::string_view rest = text.substr(2 + digits);
  return digits >= 2 && !rest.empty() && (rest.front() == ',' || rest.front() == '.');
}

/// STX and an address command or a byte, as two digits and one of the characters that end them; or the command alone.
bool is_ascii_hex(std::string_view text) noexcept {
  if (!text.starts_with('\x02')) return is_address_command(text);
  text.remove_prefix(1);
  drop_space(text);
  if (is_address_command(text)) return true;
  return count_hex(text) == 2 && text.size() > 2 &&
         (is_space(text[2]) || text[2] == '%' || text[2] == ',' || text[2] == '\'');
}

/// Passes over comments of Verilog and white space between them; false if one has no end.
bool drop_comments(std::string_view& text) noexcept {
  drop_space(text);
  while (text.starts_with("//") || text.starts_with("/*")) {
    const bool line = text[1] == '/';
    const std::size_t stop = line ? text.find_first_of("\r\n") : text.find("*/", 2);
    if (stop == std::string_view::npos) return false;
    text.remove_prefix(stop + (line ? 1 : 2));
    drop_space(text);
  }
  return true;
}

/// TI-TXT and Verilog VMEM both begin with "@" and an address. TI-TXT alone ends in "q"; VMEM alone has comments, words
/// of more than a byte, and data in the line of an address. What has none of these may be either, as what objcopy
/// writes for Verilog.
std::optional<image_format> ti_txt_or_vmem(std::string_view text, std::string_view tail) noexcept {
  const char* const begin = text.data();
  if (!drop_comments(text)) return std::nullopt;
  const bool commented = text.data() != begin;
  const std::size_t digits = text.starts_with('@') ? count_hex(text.substr(1)) : 0;
  if (digits == 0) return std::nullopt;
  text.remove_prefix(1 + digits);
  if (!text.empty() && !is_space(text.front())) return std::nullopt;
  if (commented) return image_format::verilog_vmem;
  while (!tail.empty() && is_space(tail.back())) tail.remove_suffix(1);
  if (tail.size() >= 2 && (tail.back() == 'q' || tail.back() == 'Q') && is_space(tail[tail.size() - 2])) {
    return image_format::ti_txt;
  }
  const std::size_t gap = std::min(text.find_first_not_of(" \t"), text.size());
  if (gap < text.size() && is_hex(text[gap])) return image_format::verilog_vmem;
  drop_space(text);
  if (text.starts_with("//") || text.starts_with("/*") || count_hex(text) > 2) return image_format::verilog_vmem;
  return std::nullopt;
}

}  // namespace

std::optional<image_format> image_format_of_content(bytes_view start) noexcept {
  const std::string_view tail = text_of(start.last(std::min(start.size(), enough)));
  start = start.first(std::min(start.size(), enough));
  if (is_elf(start)) return image_format::elf;
  if (is_uf2(start)) return image_format::uf2;
  std::string_view text = text_of(start);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  drop_space(text);
  if (is_intel_hex(text)) return image_format::intel_hex;
  if (is_s_record(text)) return image_format::s_record;
  if (is_tektronix_extended(text)) return image_format::tektronix_extended;
  if (is_mos(text)) return image_format::mos;
  if (is_atmel_generic(text)) return image_format::atmel_generic;
  if (is_ascii_hex(text)) return image_format::ascii_hex;
  return ti_txt_or_vmem(text, tail);
}

}  // namespace memosaic
