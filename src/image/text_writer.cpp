// SPDX-License-Identifier: Apache-2.0
#include "image/text_writer.hpp"

#include <algorithm>
#include <cstring>

#include "image/record_kernels.hpp"

namespace memosaic::image_core {

text_writer::text_writer(content_sink& to, memosaic::line_end lines)
    : to_(to), line_end_(lines == memosaic::line_end::lf ? "\n" : "\r\n"), text_(new char[capacity]) {}

void text_writer::put(std::string_view text) {
  while (!text.empty()) {
    const auto part = text.substr(0, longest);
    std::memcpy(room(part.size()), part.data(), part.size());
    wrote(part.size());
    text.remove_prefix(part.size());
  }
}

void text_writer::put_number(std::uint64_t value, unsigned digits) {
  char* const text = room(digits);
  for (unsigned at = digits; at-- > 0; value >>= 4) text[at] = "0123456789ABCDEF"[value & 0xF];
  wrote(digits);
}

std::uint32_t text_writer::put_bytes(bytes_view bytes) {
  std::uint32_t sum = 0;
  while (!bytes.empty()) {
    const auto part = bytes.first(std::min(bytes.size(), longest / 2));
    sum += active_record_kernels().encode(part.data(), part.size(), room(2 * part.size()));
    wrote(2 * part.size());
    bytes = bytes.subspan(part.size());
  }
  return sum;
}

/// Sends the first `part_size` characters; there are as many, or `room` for another run would be left.
void text_writer::send_part() {
  to_.take(std::as_bytes(std::span(text_.get(), part_size)));
  used_ -= part_size;
  std::memmove(text_.get(), text_.get() + part_size, used_);
}

void text_writer::flush() {
  if (used_ != 0) to_.take(std::as_bytes(std::span(text_.get(), used_)));
  used_ = 0;
}

}  // namespace memosaic::image_core
