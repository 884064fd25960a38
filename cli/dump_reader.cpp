// SPDX-License-Identifier: Apache-2.0
#include "cli/dump_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "cli/numbers.hpp"
#include "cli/trouble.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/hex.hpp"
#include "memosaic/error.hpp"

namespace memosaic::cli {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::size_t least_offset_digits = 8;
constexpr std::size_t most_offset_digits = 16;

std::string_view trimmed(std::string_view line) {
  const auto first = line.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

// How many digits the line begins with.
std::size_t leading_digits(std::string_view line) {
  const auto stop = line.find_first_not_of("0123456789abcdefABCDEF");
  return stop == std::string_view::npos ? line.size() : stop;
}

bool begins_with_offset(std::string_view line) {
  const std::size_t digits = leading_digits(line);
  return digits >= least_offset_digits && digits <= most_offset_digits && line.substr(digits).starts_with("  ");
}

}  // namespace

dump_reader::dump_reader(std::string name, receiver deliver) : name_(std::move(name)), deliver_(std::move(deliver)) {}

void dump_reader::refuse(const std::string& what, const std::string& remedy) const {
  throw trouble(name_, "line " + std::to_string(lines_) + ": " + what, remedy, exit_code::corrupt);
}

void dump_reader::take(std::string_view line) {
  ++lines_;
  line = trimmed(line);
  if (line.empty()) return;
  if (form_ == form::unknown) form_ = begins_with_offset(line) ? form::rows : form::digits;
  if (form_ == form::rows) {
    take_row(line);
    return;
  }
  parse_digits(line);
  deliver_(row_, 1);
}

void dump_reader::take_row(std::string_view line) {
  if (ended_) refuse("goes on after the offset of the end", "give one dump");
  if (line == "*") {
    if (!any_row_ || starred_) refuse("there is no row before * that could repeat");
    starred_ = true;
    return;
  }
  const std::size_t digits = leading_digits(line);
  std::uint64_t offset = 0;
  if (digits < least_offset_digits || digits > most_offset_digits) {
    refuse("expected an offset of 8 to 16 digits, or *", "leave the dump as it was printed");
  }
  std::from_chars(line.data(), line.data() + digits, offset, 16);
  if (!any_row_) offset_ = offset;
  if (starred_) repeat_until(offset);
  if (offset != offset_) refuse("expected offset " + hex_number(offset_) + ", found " + hex_number(offset));
  line = line.substr(digits);
  if (line.empty()) {
    ended_ = true;
    return;
  }
  parse_digits(line.substr(0, line.find('|')));
  if (row_.empty()) refuse("there are no bytes after the offset");
  const auto next = checked_add(offset_, row_.size());
  if (!next) refuse("ends beyond 2^64");
  offset_ = *next;
  any_row_ = true;
  deliver_(row_, 1);
}

void dump_reader::repeat_until(std::uint64_t offset) {
  if (offset <= offset_ || (offset - offset_) % row_.size() != 0) {
    refuse("expected an offset a whole number of rows of " + std::to_string(row_.size()) + " bytes after " +
           hex_number(offset_) + ", found " + hex_number(offset));
  }
  deliver_(row_, (offset - offset_) / row_.size());
  offset_ = offset;
  starred_ = false;
}

void dump_reader::parse_digits(std::string_view digits) {
  try {
    row_ = from_hex(digits, hex_spaces::skipped);
  } catch (const format_error& error) {
    const auto column = static_cast<std::size_t>(error.offset());
    if (column >= digits.size()) refuse("the last byte has only one digit", "write each byte with two digits");
    refuse("\"" + std::string(digits.substr(column, 1)) + "\" is no hexadecimal digit of a byte",
           "write each byte with two digits");
  }
}

void dump_reader::finish() {
  if (starred_) refuse("the text ends after *, before the offset that says how often the row repeats");
}

}  // namespace memosaic::cli
