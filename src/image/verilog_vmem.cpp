// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <string>

#include "image/address_bits.hpp"
#include "image/formats.hpp"
#include "image/record_addresses.hpp"
#include "image/shown_text.hpp"
#include "image/token_bytes.hpp"
#include "image/whole_words.hpp"
#include "image/word_rows.hpp"
#include "memosaic/bytes/endian.hpp"

/// Verilog VMEM: words in hexadecimal digits, the most significant byte first, `@` and the index of a word where others
/// follow, and comments as in C++.
///
/// Source: IEEE 1364-2005, section 17.2.9, `$readmemh`; srecord's page srec_vmem(5).
namespace memosaic::image_core {
namespace {

constexpr std::string_view spaces = " \t\n\v\f\r";
constexpr std::string_view token_ends = " \t\n\v\f\r/";
constexpr unsigned most_word_size = 8;

/// The digits of a word, its underscores left out.
struct word_digits {
  std::array<char, 2 * most_word_size> text;
  unsigned count = 0;
  std::size_t wrong_at = 0;
  std::string reason;  ///< empty: they are digits
};

word_digits digits_of(std::string_view token) {
  word_digits digits;
  const auto wrong = [&](std::size_t at, std::string reason) {
    digits.wrong_at = at;
    digits.reason = std::move(reason);
    return digits;
  };
  for (std::size_t at = 0; at < token.size(); ++at) {
    const char c = token[at];
    if (c == '_' && at != 0) continue;
    if (std::string_view("xXzZ?").find(c) != std::string_view::npos) {
      return wrong(at, "word: the digit " + shown_character(c) + " stands for bits that are not known");
    }
    if (digit_value(c) == 16) return wrong(at, "word: expected a hexadecimal digit, found " + shown_character(c));
    if (digits.count == digits.text.size()) return wrong(at, "word: more than 64 bits");
    digits.text[digits.count++] = c;
  }
  return digits;
}

class vmem_reader {
 public:
  vmem_reader(const view& bytes, image_collector& into) : into_(into), text_(bytes.bytes()), bytes_(text_, into) {}

  void read() {
    for (text_.skip_spaces(); !text_.at_end(); text_.skip_spaces()) {
      if (text_.front() == '/') {
        comment();
      } else if (text_.front() == '@') {
        address();
      } else {
        words();
      }
    }
    bytes_.flush();
    if (wrong_ && !understood_) into_.refuse(text_.place(), "no Verilog VMEM: nothing in it is a word or an address");
    into_.content().word_size = word_size_ != 0 ? word_size_ : into_.options().word_size;
  }

 private:
  void comment() {
    bytes_.flush();
    const auto rest = text_.rest();
    if (rest.starts_with("//")) {
      text_.skip_until("\n\r");
    } else if (rest.starts_with("/*")) {
      const auto stop = rest.find("*/", 2);
      if (stop == std::string_view::npos) problem(text_.offset(), "the comment does not end");
      text_.skip(stop == std::string_view::npos ? rest.size() : stop + 2);
    } else {
      problem(text_.offset(), "expected '//' or '/*', found '/' alone");
      text_.skip(1);
    }
  }

  void address() {
    text_.skip(1);
    const auto number = scan_number(text_.token(token_ends), "address");
    if (number.reason.empty()) {
      understood_ = true;
      index_ = number.value;
      if (word_size_ != 0) go_to_index();
    } else {
      problem(text_.offset() + number.wrong_at, number.reason);
      bytes_.lose_place();
      index_.reset();
    }
    text_.skip_until(token_ends);
  }

  /// Indices count words, whose size the first one tells.
  void go_to_index() { bytes_.go_to(static_cast<int128>(*index_) * static_cast<int128>(word_size_)); }

  void words() {
    if (word_size_ == 1 && !bytes_.put_spaced().empty()) return;
    if (word_size_ > 1 && put_plain_words()) return;
    const std::size_t offset = text_.offset();
    const auto digits = digits_of(text_.token(token_ends));
    if (digits.reason.empty()) {
      understood_ = true;
      if (word_size_ == 0) settle_word_size(digits.count);
      put_word(offset, digits);
    } else {
      problem(offset + digits.wrong_at, digits.reason);
      if (word_size_ != 0) bytes_.leave_hole(word_size_);
      if (word_size_ == 0 && index_) ++*index_;
    }
    text_.skip_until(token_ends);
  }

  void settle_word_size(unsigned digits) {
    word_size_ = std::max(into_.options().word_size, std::bit_ceil((digits + 1) / 2));
    if (index_) go_to_index();
  }

  void put_word(std::size_t offset, const word_digits& digits) {
    if (digits.count > 2 * word_size_) {
      problem(offset, "word: expected at most " + std::to_string(2 * word_size_) +
                          " digits, as the first word has, found " + std::to_string(digits.count) +
                          ": give the word size");
      bytes_.leave_hole(word_size_);
      return;
    }
    std::uint64_t value = 0;
    for (unsigned at = 0; at < digits.count; ++at) value = value << 4 | digit_value(digits.text[at]);
    std::array<std::byte, most_word_size> bytes;
    store_unchecked(bytes.data(), value, std::endian::big);
    // A place is told by counting two digits for each byte.
    if (digits.count != 2 * word_size_) bytes_.flush();
    bytes_.put(offset, bytes_view(bytes).last(word_size_));
    if (digits.count != 2 * word_size_) bytes_.flush();
  }

  /// Reads words that have all their digits and white space behind; false if the next is none.
  bool put_plain_words() {
    bool any = false;
    const std::size_t size = 2 * std::size_t{word_size_};
    for (auto rest = text_.rest(); rest.size() > size; rest = text_.rest()) {
      std::uint64_t value = 0;
      unsigned wrong = 0;
      for (std::size_t at = 0; at < size; ++at) {
        const unsigned digit = digit_value(rest[at]);
        wrong |= digit;
        value = value << 4 | (digit & 15);
      }
      if ((wrong & 16) != 0 || spaces.find(rest[size]) == std::string_view::npos) break;
      std::array<std::byte, most_word_size> bytes;
      store_unchecked(bytes.data(), value, std::endian::big);
      bytes_.put(text_.offset(), bytes_view(bytes).last(word_size_));
      text_.skip(size + 1);
      any = true;
    }
    return any;
  }

  void problem(std::size_t offset, std::string_view reason) {
    wrong_ = true;
    bytes_.problem(offset, reason);
  }

  image_collector& into_;
  text_scanner text_;
  token_bytes bytes_;
  unsigned word_size_ = 0;                  ///< bytes; 0: no word has been read yet
  std::optional<std::uint64_t> index_ = 0;  ///< of the first word, as long as there is none; nothing: not known
  bool understood_ = false;
  bool wrong_ = false;
};

}  // namespace

void read_verilog_vmem(const view& bytes, image_collector& into) { vmem_reader(bytes, into).read(); }

void write_verilog_vmem(const image& from, content_sink& to, const write_image_options& options) {
  constexpr std::string_view title = "Verilog VMEM";
  const unsigned word_size = from.word_size;
  const std::size_t length = chosen_record_length(from, options, 16, longest_word_row, title);
  const unsigned bits = chosen_address_bits(from, options, false, {32, 64}, title);
  const image_memory whole = with_whole_words(from, options.fill, title);
  text_writer writer(to, options.lines);
  put_word_rows(writer, whole, length, word_size, [&](int128 at) {
    writer.put("@");
    writer.put_number(static_cast<std::uint64_t>(at / static_cast<int128>(word_size)), bits / 4);
    writer.end_line();
  });
  writer.flush();
}

}  // namespace memosaic::image_core
