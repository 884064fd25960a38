// SPDX-License-Identifier: Apache-2.0
#include "image/hex_record.hpp"

#include <algorithm>

#include "image/record_kernels.hpp"
#include "image/shown_text.hpp"

namespace memosaic::image_core {
namespace {

std::size_t first_bad_character(std::string_view text) {
  const auto found = text.find_first_not_of("0123456789abcdefABCDEF");
  return found == std::string_view::npos ? text.size() : found;
}

}  // namespace

bool read_pairs(const text_line& line, std::size_t first, image_collector& into, hex_record& record) {
  const std::string_view digits = line.text.substr(first);
  const std::size_t kept = std::min(digits.size() / 2, hex_record::most);
  record.size = digits.size() / 2;
  record.sum = 0;
  const std::size_t read = active_record_kernels().decode(digits.data(), kept, record.bytes.data(), record.sum);
  if (read == kept && digits.size() == 2 * kept) return true;
  const std::size_t bad = 2 * read + first_bad_character(digits.substr(2 * read));
  if (bad < digits.size()) {
    into.problem(line.at(first + bad), wrong_character("a hexadecimal digit", digits[bad]));
    return false;
  }
  if (digits.size() % 2 != 0) {
    into.problem(line.at(line.text.size()), "the second digit of the last byte is missing");
    return false;
  }
  return true;
}

std::string wrong_length(std::size_t expected, std::size_t found) {
  return "length: expected " + std::to_string(expected) + (expected == 1 ? " byte" : " bytes") + ", found " +
         std::to_string(found);
}

std::string wrong_checksum(std::uint8_t expected, std::uint8_t found) {
  return "checksum: expected " + shown_number(expected, 2) + ", found " + shown_number(found, 2);
}

std::string wrong_character(std::string_view expected, char found) {
  return std::string("expected ").append(expected).append(", found ").append(shown_character(found));
}

}  // namespace memosaic::image_core
