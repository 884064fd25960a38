// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "image/address_bits.hpp"
#include "image/content_rows.hpp"
#include "image/formats.hpp"
#include "image/record_addresses.hpp"
#include "image/text_writer.hpp"

/// C source: for each block an array, its address and its size, all constant. Valid as C99 and as C++.
namespace memosaic::image_core {
namespace {

constexpr std::size_t usual_row = 12;
constexpr std::size_t longest_row = 512;
constexpr std::size_t literal_row = 64;  ///< characters of the header in a line

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_decimal(char c) noexcept { return c >= '0' && c <= '9'; }

void require_array_name(std::string_view name, std::string_view title) {
  const auto allowed = [](char c) { return is_letter(c) || is_decimal(c); };
  if (!name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), allowed)) return;
  throw std::invalid_argument(std::string(title) + ": the array name \"" + std::string(name) +
                              "\": expected letters, digits and '_', and no digit in front");
}

class source_writer {
 public:
  source_writer(content_sink& to, const write_image_options& options, unsigned address_digits)
      : text_(to, options.lines), name_(options.array_name), address_digits_(address_digits) {}

  void begin() {
    line("#include <stddef.h>");
    line("#include <stdint.h>");
    line("");
  }

  /// A string literal of any bytes: three octal digits end an escape whatever follows, and no trigraph comes about.
  void header(std::string_view bytes) {
    text_.put("const char " + name_ + "_header[] =");
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      if (at % literal_row == 0) {
        if (at != 0) text_.put("\"");
        text_.end_line();
        text_.put("    \"");
      }
      const auto value = static_cast<unsigned char>(bytes[at]);
      if (is_letter(bytes[at]) || is_decimal(bytes[at]) || std::string_view(" .,:;-+/()").find(bytes[at]) != npos) {
        text_.put(bytes.substr(at, 1));
      } else {
        const char escape[] = {'\\', static_cast<char>('0' + (value >> 6)), static_cast<char>('0' + (value >> 3 & 7)),
                               static_cast<char>('0' + (value & 7))};
        text_.put({escape, sizeof escape});
      }
    }
    line("\";");
  }

  void address(std::string_view what, int128 value) {
    text_.put("const uint64_t " + name_ + std::string(what) + " = 0x");
    text_.put_number(static_cast<std::uint64_t>(value), address_digits_);
    line("ULL;");
  }

  void size(const std::string& what, std::uint64_t value) {
    line("const size_t " + name_ + what + " = " + std::to_string(value) + ";");
  }

  void begin_block(std::uint64_t number, image_range block) {
    const auto bytes = static_cast<std::uint64_t>(block.size());
    const std::string block_name = "_" + std::to_string(number);
    line("");
    address(block_name + "_address", block.start);
    size(block_name + "_size", bytes);
    line("const uint8_t " + name_ + block_name + "[" + std::to_string(bytes) + "] = {");
  }

  void row(bytes_view bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    char* to = text_.room(6 * bytes.size() + 3);
    char* const start = to;
    to = std::copy_n("   ", 3, to);
    for (const std::byte byte : bytes) {
      const auto value = std::to_integer<unsigned>(byte);
      to = std::copy_n(" 0x", 3, to);
      *to++ = digits[value >> 4];
      *to++ = digits[value & 15];
      *to++ = ',';
    }
    text_.wrote(static_cast<std::size_t>(to - start));
    text_.end_line();
  }

  void end_block() { line("};"); }

  void flush() { text_.flush(); }

 private:
  void line(std::string_view text) {
    text_.put(text);
    text_.end_line();
  }

  text_writer text_;
  std::string name_;
  unsigned address_digits_;
};

}  // namespace

void write_c_array(const image& from, content_sink& to, const write_image_options& options) {
  constexpr std::string_view title = "C array";
  require_array_name(options.array_name, title);
  image bytes = from;
  bytes.word_size = 1;  // C counts bytes
  const std::size_t length = chosen_record_length(bytes, options, usual_row, longest_row, title);
  const bool entry = options.entry && from.entry.has_value();
  const unsigned bits = chosen_address_bits(bytes, options, entry, {32, 64}, title);
  source_writer source(to, options, bits / 4);
  source.begin();
  if (options.header && !from.header.empty()) source.header(from.header);
  if (entry) source.address("_entry", from.entry->address);
  source.size("_block_count", from.memory.block_count());
  std::uint64_t number = 0;
  int128 stop = 0;  // of the block that is being written
  visit_rows(from.memory, {.length = length}, [&](int128 at, bytes_view rows) {
    if (number == 0 || at > stop) {
      const auto block = from.memory.run_at(at).range;
      stop = block.stop;
      source.begin_block(number++, block);
    }
    const int128 end = at + static_cast<int128>(rows.size());
    for (; !rows.empty(); rows = rows.subspan(std::min(length, rows.size()))) {
      source.row(rows.first(std::min(length, rows.size())));
    }
    if (end == stop) source.end_block();
  });
  source.flush();
}

}  // namespace memosaic::image_core
