// SPDX-License-Identifier: Apache-2.0
#include "table/key_runs.hpp"

#include <algorithm>
#include <optional>

namespace memosaic::table_core {
namespace {

constexpr std::uint64_t lines_for(std::uint64_t count, std::uint64_t per_line) noexcept {
  return count / per_line + (count % per_line != 0 ? 1 : 0);
}

/// The starts of the runs of a line and the end of the last.
constexpr std::uint64_t wide_size(std::uint64_t per_line) noexcept { return 8 * (per_line + 1); }

/// Header, lines and wide lines, or nothing if that is beyond all memory.
std::optional<std::uint64_t> size_of(std::uint64_t count, std::uint64_t per_line, std::uint64_t wide_lines) noexcept {
  const auto lines = checked_multiply(lines_for(count, per_line), 64);
  const auto wide = checked_multiply(wide_lines, wide_size(per_line));
  const auto both = lines && wide ? checked_add(*lines, *wide) : std::nullopt;
  return both ? checked_add(*both, section_header_size) : std::nullopt;
}

}  // namespace

key_runs::key_runs(const key_section& section, std::uint64_t count, std::uint64_t total, unsigned shift)
    : count_(count), total_(total), shift_(shift) {
  require_header(section, 32);
  const std::byte* const header = section.bytes.data();
  bits_ = number_at<std::uint8_t>(header);
  if (bits_ != 8 && bits_ != 16 && bits_ != 32) refuse(section, 0, "lengths of this width are not known", 8, bits_);
  const auto found = number_at<std::uint8_t>(header + 1);
  if (found != shift) refuse(section, 1, "lengths are not in the unit of this section", shift, found);
  if (number_at<std::uint64_t>(header) >> 16U != 0) refuse(section, 2, "bytes that this version does not know are set");
  if (number_at<std::uint64_t>(header + 8) != count) {
    refuse(section, 8, "the number of runs is wrong", count, number_at<std::uint64_t>(header + 8));
  }
  if (number_at<std::uint64_t>(header + 16) != total) {
    refuse(section, 16, "the sum of lengths is wrong", total, number_at<std::uint64_t>(header + 16));
  }
  if (total > wide_mark >> shift_) refuse(section, 16, "the sum of lengths is beyond 2^63");
  per_line_ = runs_per_line(bits_);
  wide_count_ = number_at<std::uint64_t>(header + 24);
  const auto expected = size_of(count, per_line_, wide_count_);
  if (!expected) refuse(section, 24, "the runs need more space than memory has");
  require_size(section, *expected);
  lines_ = header + section_header_size;
  wide_ = lines_ + lines_for(count, per_line_) * line_size;
}

run key_runs::in_wide_line(std::uint64_t number, unsigned index) const noexcept {
  if (number >= wide_count_) return {total_, 1};  // reaches beyond the end, so it is none
  const std::byte* const at = wide_ + number * wide_size(per_line_) + 8 * index;
  const auto start = number_at<std::uint64_t>(at);
  const auto stop = number_at<std::uint64_t>(at + 8);
  if (stop < start) return {total_, 1};
  return {start, stop - start};
}

void key_runs::verify(const key_section& section) const {
  std::uint64_t start = 0;
  std::uint64_t wide_lines = 0;
  for (std::uint64_t number = 0; number < count_; number += per_line_) {
    start = verify_line(section, number, start, wide_lines);
  }
  if (start != total_) refuse(section, 16, "the lengths have another sum", total_, start);
  if (wide_lines != wide_count_) refuse(section, 24, "the number of wide lines is wrong", wide_count_, wide_lines);
}

/// Returns the end of the line's last run.
std::uint64_t key_runs::verify_line(const key_section& section, std::uint64_t number, std::uint64_t start,
                                    std::uint64_t& wide_lines) const {
  const std::byte* const line = place(number);
  const auto at = static_cast<std::uint64_t>(line - section.bytes.data());
  const auto head = number_at<std::uint64_t>(line);
  const bool is_wide = (head & wide_mark) != 0;
  const std::uint64_t used = std::min(per_line_, count_ - number);
  if (is_wide ? (head & ~wide_mark) != wide_lines : head != start) {
    refuse(section, at, "a line of runs has a wrong head", is_wide ? wide_lines : start, head & ~wide_mark);
  }
  const std::uint64_t length_bytes = is_wide ? 0 : used * bits_ / 8;
  for (std::uint64_t byte = 8 + length_bytes; byte < line_size; ++byte) {
    if (line[byte] != std::byte{0}) refuse(section, at + byte, "bytes behind the lengths are not 0");
  }
  for (std::uint64_t index = 0; index < used; ++index) {
    const run found = (*this)[number + index];
    if (!found.found() || found.start >> shift_ != start)
      refuse(section, at, "a run does not begin where another ends");
    start += found.length >> shift_;
  }
  if (!is_wide) return start;
  const std::byte* const wide = wide_ + wide_lines * wide_size(per_line_);
  for (std::uint64_t index = used; index <= per_line_; ++index) {
    if (number_at<std::uint64_t>(wide + 8 * index) != start) {
      refuse(section, static_cast<std::uint64_t>(wide - section.bytes.data()) + 8 * index,
             "what is behind the last run does not say its end", start, number_at<std::uint64_t>(wide + 8 * index));
    }
  }
  ++wide_lines;
  return start;
}

}  // namespace memosaic::table_core
