// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/hexdump.hpp"

#include "image/formats.hpp"
#include "image/record_addresses.hpp"
#include "image/text_writer.hpp"

/// Rows for people, from the first byte to the last; runs of equal rows and long holes are one `*`.
namespace memosaic::image_core {
namespace {

constexpr std::size_t usual_columns = 16;
constexpr std::size_t most_columns = 4096;

/// Ends lines as a writer does.
class line_sink final : public content_sink {
 public:
  explicit line_sink(text_writer& to) noexcept : to_(to) {}

  void take(bytes_view part) override {
    auto text = text_of(part);
    for (auto stop = text.find('\n'); stop != std::string_view::npos; stop = text.find('\n')) {
      to_.put(text.substr(0, stop));
      to_.end_line();
      text.remove_prefix(stop + 1);
    }
    to_.put(text);
  }

 private:
  text_writer& to_;
};

}  // namespace

void write_hexdump(const image& from, content_sink& to, const write_image_options& options) {
  hexdump_format format;
  image bytes = from;
  bytes.word_size = 1;  // rows count bytes
  format.columns = chosen_record_length(bytes, options, usual_columns, most_columns, "hexdump");
  text_writer writer(to, options.lines);
  line_sink lines(writer);
  send_hexdump(from.memory, from.memory.content_range(), format, static_cast<content_sink&>(lines));
  writer.flush();
}

}  // namespace memosaic::image_core
