// SPDX-License-Identifier: Apache-2.0
#include "cli/memory_budget.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <string>

#include "cli/numbers.hpp"

namespace memosaic::cli {
namespace {

// Large enough for the speed of one mapping, and small enough for progress to be told between them.
constexpr std::uint64_t usual_window = std::uint64_t{16} << 20U;

// A file is looked at through two windows at most, and two more wait for their turn to leave.
constexpr std::uint64_t windows_of_a_file = 4;

}  // namespace

memory_budget parse_budget(std::string_view text) {
  const std::uint64_t bytes = parse_number(text);
  if (bytes < least_budget) {
    throw std::invalid_argument(std::string(1, '"').append(text) + "\" is too small: give at least 4M");
  }
  return bytes;
}

window_pool_options scan_options(const memory_budget& budget, std::size_t files) {
  window_pool_options options;
  options.advice = access_pattern::sequential;
  options.reads_scattered = false;
  options.limits.files = 1;  // a file that was read is not read again
  options.window_size = usual_window;
  if (!budget) return options;
  options.backing = window_backing::mapped;
  options.limits.soft_bytes = options.limits.hard_bytes = *budget;
  options.window_size = std::min(usual_window, std::bit_floor(*budget / (windows_of_a_file * files)));
  return options;
}

}  // namespace memosaic::cli
