// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "image/address_bits.hpp"
#include "image/formats.hpp"
#include "image/record_addresses.hpp"
#include "image/token_bytes.hpp"
#include "image/word_rows.hpp"

/// TI-TXT: sections of an address, `@F000`, and bytes of two digits; a `q` ends the file.
///
/// Source: Texas Instruments SLAU101, section A.2; srecord's page srec_ti_txt(5).
namespace memosaic::image_core {
namespace {

constexpr std::string_view spaces = " \t\n\v\f\r";

class ti_txt_reader {
 public:
  ti_txt_reader(const view& bytes, image_collector& into) : into_(into), text_(bytes.bytes()), bytes_(text_, into) {}

  void read() {
    const auto word_size = into_.options().word_size;
    into_.content().word_size = word_size;
    for (text_.skip_spaces(); !text_.at_end(); text_.skip_spaces()) {
      if (text_.front() == '@') {
        section(word_size);
      } else if (text_.front() == 'q' || text_.front() == 'Q') {
        end();
        return;
      } else {
        data();
      }
    }
    bytes_.flush();
    if (!any_section_) into_.refuse(text_.place(), "no TI-TXT: expected '@' and an address, found none");
    into_.problem(text_.place(), "expected 'q' at the end of the file, found nothing: it may be cut off");
  }

 private:
  void section(unsigned word_size) {
    text_.skip(1);
    const auto address = scan_number(text_.token(spaces), "address");
    if (!address.reason.empty()) {
      bytes_.problem(text_.offset() + address.wrong_at, address.reason);
      bytes_.lose_place();
    } else {
      any_section_ = true;
      bytes_.go_to(static_cast<int128>(address.value) * static_cast<int128>(word_size));
    }
    reported_ = !address.reason.empty();
    text_.skip_until(spaces);
  }

  void data() {
    if (!bytes_.placed() && !reported_) {
      bytes_.problem(text_.offset(), "expected '@' and an address before the first byte");
      reported_ = true;
    }
    if (!bytes_.put_spaced().empty()) return;
    const std::size_t offset = text_.offset();
    const auto token = text_.token(spaces);
    const auto byte = scan_byte(token);
    if (byte.reason.empty()) {
      const auto value = static_cast<std::byte>(byte.value);
      bytes_.put(offset, {&value, 1});
    } else if (bytes_.placed()) {
      bytes_.problem(offset + byte.wrong_at, byte.reason);
      if (token.size() == 2) {
        bytes_.leave_hole(1);
      } else {
        bytes_.lose_place();
        reported_ = true;
      }
    }
    text_.skip_until(spaces);
  }

  void end() {
    bytes_.flush();
    text_.skip(1);
    text_.skip_spaces();
    if (text_.at_end()) return;
    if (!any_section_) into_.refuse(text_.place(), "no TI-TXT: expected '@' and an address, found none");
    into_.problem(text_.place(), "expected nothing behind the 'q' that ends the file");
  }

  image_collector& into_;
  text_scanner text_;
  token_bytes bytes_;
  bool any_section_ = false;
  bool reported_ = false;  ///< that what follows has no address
};

}  // namespace

void read_ti_txt(const view& bytes, image_collector& into) { ti_txt_reader(bytes, into).read(); }

void write_ti_txt(const image& from, content_sink& to, const write_image_options& options) {
  constexpr std::string_view title = "TI-TXT";
  const std::size_t length = chosen_record_length(from, options, 16, longest_word_row, title);
  require_whole_words(from, title);
  require_addresses(from, false, 64, title, "no file format has such addresses: shift the image");
  text_writer writer(to, options.lines);
  put_word_rows(writer, from.memory, length, 1, [&](int128 at) {
    const auto address = static_cast<std::uint64_t>(at / static_cast<int128>(from.word_size));
    writer.put("@");
    writer.put_number(address, std::max(4U, hex_digits_of(address)));
    writer.end_line();
  });
  writer.put("q");
  writer.end_line();
  writer.flush();
}

}  // namespace memosaic::image_core
