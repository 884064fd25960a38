// SPDX-License-Identifier: Apache-2.0
#include "cli/input_pair.hpp"

#include <algorithm>

#include "cli/trouble.hpp"

namespace memosaic::cli {
namespace {

const std::string& not_both_standard_input(const std::string& first, const std::string& second) {
  if (first != "-" || second != "-") return first;
  throw trouble("-", "both files are standard input, which can be read only once", "name a file for one of them");
}

}  // namespace

input_pair::input_pair(const std::string& first_path, const std::string& second_path, const byte_range& range,
                       const memory_budget& budget)
    : windows(scan_options(budget, 2)),
      first(not_both_standard_input(first_path, second_path), windows),
      second(second_path, windows) {
  first.narrow_or_refuse(range);
  second.narrow_or_refuse(range);
}

input_pair::pieces input_pair::next() {
  const std::size_t size = piece();
  const bytes_view a = first.next_exactly(size);
  const bytes_view b = second.next_exactly(size);
  return {a, b, a.size() < size && b.size() < size};
}

std::size_t input_pair::piece() const noexcept {
  return first.seekable() && second.seekable() ? std::min(first.piece(), second.piece()) : input::stream_piece;
}

std::optional<std::uint64_t> input_pair::common_size() const noexcept {
  if (!first.size() || !second.size()) return std::nullopt;
  return std::min(*first.size(), *second.size());
}

void input_pair::check() const {
  first.check();
  second.check();
}

void input_pair::check_end() const {
  first.check_end();
  second.check_end();
}

void input_pair::require_seekable(const std::string& be_done) const {
  for (const input* each : {&first, &second}) {
    if (each->seekable()) continue;
    throw trouble(each->name(), "cannot " + be_done + ", because it is not a regular file",
                  "copy it into a file first");
  }
}

}  // namespace memosaic::cli
