// SPDX-License-Identifier: Apache-2.0
#include "image/line_reader.hpp"

#include <algorithm>
#include <cstring>

namespace memosaic::image_core {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Where `c` is in the text `[start, stop)`; `stop` if it is not there.
std::size_t find_in(std::string_view text, char c, std::size_t start, std::size_t stop) noexcept {
  if (start >= stop) return stop;
  const void* const found = std::memchr(text.data() + start, c, stop - start);
  return found == nullptr ? stop : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

}  // namespace

line_reader::line_reader(bytes_view text, image_collector& into) noexcept : text_(text_of(text)), into_(into) {
  if (text_.starts_with(byte_order_mark)) offset_ = byte_order_mark.size();
}

/// Where the line at `offset_` ends; no further away than one character more than it may have.
std::size_t line_reader::line_end() noexcept {
  const std::size_t window = offset_ + std::min(text_.size() - offset_, longest + 1);
  // Where LF is far away or absent, the same characters are not searched for it again.
  searched_ = find_in(text_, '\n', std::max(searched_, offset_), std::max(searched_, window));
  return find_in(text_, '\r', offset_, std::min(searched_, window));
}

bool line_reader::next(text_line& line) {
  while (offset_ < text_.size()) {
    const std::size_t stop = line_end();
    line.text = text_.substr(offset_, stop - offset_);
    line.offset = offset_;
    line.number = ++number_;
    if (line.text.size() > longest) {
      into_.refuse(line.at(longest), "a line of more than " + std::to_string(longest) + " characters");
    }
    last_end_ = text_.substr(stop, text_.substr(stop).starts_with("\r\n") ? 2 : 1);
    offset_ = stop + last_end_.size();
    const auto last = line.text.find_last_not_of(" \t");
    line.text = line.text.substr(0, last == std::string_view::npos ? 0 : last + 1);
    const auto nul = find_in(line.text, '\0', 0, line.text.size());
    if (nul != line.text.size()) into_.refuse(line.at(nul), "a NUL character: this is no text");
    if (!line.text.empty()) return true;
  }
  return false;
}

std::optional<file_place> line_reader::remaining() const noexcept {
  const auto first = text_.find_first_not_of(" \t\r\n", offset_);
  if (first == std::string_view::npos) return std::nullopt;
  std::uint64_t number = number_ + 1;
  std::size_t start = offset_;
  for (std::size_t at = offset_; at < first; ++at) {
    if (text_[at] != '\n' && (text_[at] != '\r' || text_[at + 1] == '\n')) continue;
    ++number;
    start = at + 1;
  }
  const auto shown = text_.substr(start, longest);
  return file_place{first, number, first - start + 1, shown.substr(0, shown.find_first_of("\r\n", first - start))};
}

}  // namespace memosaic::image_core
