// SPDX-License-Identifier: Apache-2.0
#include "cli/input.hpp"

#include <algorithm>
#include <cstring>

#include "cli/descriptors.hpp"
#include "cli/trouble.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/file/watch_mappings.hpp"

namespace memosaic::cli {
namespace {

file open_path(const std::string& path) { return path == "-" ? file::borrow(0, "standard input") : file(path); }

}  // namespace

input::input(const std::string& path) : name_(path == "-" ? "standard input" : path), file_(open_path(path)) {
  mapped_ = file_.is_regular();
  if (!mapped_) {
    block_.reset(new std::byte[stream_piece]);
    return;
  }
  mapping_ = mapping(file_);
  mapping_.advise(access_pattern::sequential);
  const std::uint64_t position = path == "-" ? position_of(file_.fd()).value_or(0) : 0;
  const auto start = static_cast<std::size_t>(std::min<std::uint64_t>(position, mapping_.size()));
  bytes_ = sub_view(mapping_.bytes(), start, mapping_.size());
}

std::optional<std::uint64_t> input::size() const noexcept {
  if (mapped_) return bytes_.size();
  return std::nullopt;
}

bool input::narrow(const byte_range& range) {
  origin_ = range.start;
  if (mapped_) {
    if (range.start > bytes_.size()) {
      bytes_ = {};
      return false;
    }
    const std::uint64_t stop = std::min<std::uint64_t>(range.stop.value_or(bytes_.size()), bytes_.size());
    bytes_ = sub_view(bytes_, static_cast<std::size_t>(range.start), static_cast<std::size_t>(stop));
    return true;
  }
  std::uint64_t to_skip = range.start;
  while (to_skip > 0) {
    const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(to_skip, stream_piece));
    const std::size_t skipped = read_more({block_.get(), most});
    if (skipped == 0) {
      ended_ = true;
      return false;
    }
    to_skip -= skipped;
  }
  if (range.stop) remaining_ = *range.stop - range.start;
  return true;
}

void input::narrow_or_refuse(const byte_range& range) {
  if (narrow(range)) return;
  const std::string size = mapped_ ? ", which is " + std::to_string(file_.size()) + " bytes" : "";
  throw trouble(name_, "the range starts at " + hex_number(range.start) + ", beyond the end of the file" + size,
                "give a range that starts inside");
}

std::size_t input::read_more(mutable_bytes_view target) {
  if (remaining_) target = target.first(static_cast<std::size_t>(std::min<std::uint64_t>(*remaining_, target.size())));
  if (target.empty()) return 0;
  const std::size_t count = file_.read_next(target);
  if (remaining_) *remaining_ -= count;
  return count;
}

bytes_view input::next(std::size_t unit, std::size_t piece) {
  if (mapped_) {
    check();
    const std::size_t size = std::min(piece - piece % unit, bytes_.size() - given_);
    const bytes_view part = bytes_.subspan(given_, size);
    given_ += size;
    return part;
  }
  // What was read but did not fill a unit moves to the front.
  const std::size_t kept = kept_stop_ - kept_start_;
  if (kept > 0) std::memmove(block_.get(), block_.get() + kept_start_, kept);
  kept_start_ = 0;
  kept_stop_ = kept;
  const std::size_t capacity = std::min(stream_piece, piece);
  while (kept_stop_ < unit && !ended_) {
    const std::size_t count = read_more({block_.get() + kept_stop_, capacity - kept_stop_});
    if (count == 0) ended_ = true;
    kept_stop_ += count;
  }
  const std::size_t given = ended_ ? kept_stop_ : kept_stop_ - kept_stop_ % unit;
  kept_start_ = given;
  return {block_.get(), given};
}

void require_no_damage() {
  if (survived_faults() == 0) return;
  throw trouble("an input file", "was truncated, or its device failed, while it was read",
                "try again when nobody writes it");
}

}  // namespace memosaic::cli
