// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "table/key_runs.hpp"

namespace memosaic::table_core {

unsigned run_sizes::best_bits() const noexcept {
  const auto size = [&](unsigned bits, std::uint64_t over) {
    const std::uint64_t lines = count_ / runs_per_line(bits) + 1;
    return lines * 64 + std::min(lines, over) * (8 * (runs_per_line(bits) + 1));
  };
  unsigned best = 8;
  if (size(16, over_16_) < size(best, over_8_)) best = 16;
  if (size(32, over_32_) < size(best, best == 8 ? over_8_ : over_16_)) best = 32;
  return best;
}

void key_runs_writer::add(std::uint64_t length) {
  const auto sum = checked_add(total_, length);
  if (!sum || *sum > (std::uint64_t{1} << 63U) >> shift_) {
    throw std::length_error("runs are too long together: expected at most 2^63, found " + std::to_string(total_) +
                            " and " + std::to_string(length) + " units of " + std::to_string(1U << shift_));
  }
  if (in_line_ == runs_per_line(bits_)) end_line();
  starts_[in_line_++] = total_;
  starts_[in_line_] = *sum;
  total_ = *sum;
  ++count_;
}

void key_runs_writer::end_line() {
  const std::uint64_t longest = std::numeric_limits<std::uint64_t>::max() >> (64 - bits_);
  bool is_wide = false;
  for (std::size_t i = 0; i < in_line_; ++i) is_wide = is_wide || starts_[i + 1] - starts_[i] > longest;

  std::array<std::byte, 64> line{};
  put_number<std::uint64_t>(line.data(), is_wide ? std::uint64_t{1} << 63U | wide_count_ : starts_[0]);
  if (is_wide) {
    const auto per_line = runs_per_line(bits_);
    const std::size_t before = wide_.size();
    wide_.resize(before + 8 * (per_line + 1));
    for (std::size_t i = 0; i <= per_line; ++i) {
      put_number<std::uint64_t>(wide_.data() + before + 8 * i, starts_[std::min(i, in_line_)]);
    }
    ++wide_count_;
  } else {
    for (std::size_t i = 0; i < in_line_; ++i) {
      const std::uint64_t length = starts_[i + 1] - starts_[i];
      for (unsigned byte = 0; byte < bits_ / 8; ++byte) {
        line[8 + i * (bits_ / 8) + byte] = static_cast<std::byte>(length >> (8 * byte) & 0xffU);
      }
    }
  }
  lines_.insert(lines_.end(), line.begin(), line.end());
  in_line_ = 0;
}

void key_runs_writer::finish() {
  if (in_line_ != 0) end_line();
}

std::vector<std::byte> key_runs_writer::drain() { return std::exchange(lines_, {}); }

std::array<std::byte, section_header_size> key_runs_writer::header() const noexcept {
  std::array<std::byte, section_header_size> header{};
  put_number<std::uint8_t>(header.data(), static_cast<std::uint8_t>(bits_));
  put_number<std::uint8_t>(header.data() + 1, static_cast<std::uint8_t>(shift_));
  put_number<std::uint64_t>(header.data() + 8, count_);
  put_number<std::uint64_t>(header.data() + 16, total_);
  put_number<std::uint64_t>(header.data() + 24, wide_count_);
  return header;
}

}  // namespace memosaic::table_core
