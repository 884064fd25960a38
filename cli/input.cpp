// SPDX-License-Identifier: Apache-2.0
#include "cli/input.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "cli/descriptors.hpp"
#include "cli/memory_budget.hpp"
#include "cli/trouble.hpp"
#include "memosaic/error.hpp"
#include "memosaic/file/watch_mappings.hpp"

namespace memosaic::cli {
namespace {

window_pool own_windows() { return window_pool(scan_options(std::nullopt, 1)); }

// On a file only if that is regular: the pool takes two streams of one name for the same.
cursor open_regular(const std::string& path, window_pool& windows) {
  cursor opened;
  if (path == "-") {
    if (file::borrow(0, "standard input").is_regular()) opened = windows.open(0, "standard input");
  } else if (std::error_code ignored;
             std::filesystem::status(path, ignored).type() == std::filesystem::file_type::regular) {
    opened = windows.open(path);
  }
  // The files of /proc call themselves regular and are not.
  if (opened.is_associated() && !opened.source().is_regular()) opened = {};
  return opened;
}

}  // namespace

input::input(const std::string& path) : input(path, *std::make_unique<window_pool>(own_windows())) {}

input::input(const std::string& path, window_pool& windows)
    : name_(path == "-" ? "standard input" : path), cursor_(open_regular(path, windows)), beside_(cursor_) {
  if (!seekable()) {
    stream_ = path == "-" ? file::borrow(0, "standard input") : file(path);
    block_.reset(new std::byte[stream_piece]);
    return;
  }
  // The same for every file, so that two are looked at in step; what is shorter than a window lies in one.
  piece_ = static_cast<std::size_t>(windows.options().window_size.value_or(2 * longest_unit) / 2);
  if (path == "-") base_ = std::min(position_of(cursor_.source().fd()).value_or(0), cursor_.file_size());
  stop_ = cursor_.file_size() - base_;
}

std::optional<std::uint64_t> input::size() const noexcept {
  if (seekable()) return stop_ - origin_;
  return std::nullopt;
}

bool input::narrow(const byte_range& range) {
  origin_ = given_ = range.start;
  if (seekable()) {
    const bool inside = range.start <= stop_;
    stop_ = std::max(range.start, std::min(range.stop.value_or(stop_), stop_));
    return inside;
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
  const std::string size = seekable() ? ", which is " + std::to_string(cursor_.file_size()) + " bytes" : "";
  throw trouble(name_, "the range starts at " + hex_number(range.start) + ", beyond the end of the file" + size,
                "give a range that starts inside");
}

bytes_view input::look(cursor& through, std::uint64_t offset, std::size_t least) {
  check();                                                        // the window that is left, and its mark, may go
  const bytes_view seen = through.ensure(base_ + offset, least);  // inside the file, as the range is
  return seen.first(static_cast<std::size_t>(std::min<std::uint64_t>(seen.size(), stop_ - offset)));
}

bytes_view input::at(std::uint64_t offset, std::size_t least) { return look(cursor_, offset, least); }

bytes_view input::beside(std::uint64_t offset, std::size_t least) { return look(beside_, offset, least); }

bytes_view input::next(std::size_t unit) {
  if (!seekable()) return read_next(unit, stream_piece);
  const std::uint64_t rest = stop_ - given_;
  if (rest == 0) return {};
  const bytes_view seen = at(given_, static_cast<std::size_t>(std::min<std::uint64_t>(rest, unit)));
  const std::size_t size = seen.size() == rest ? seen.size() : seen.size() - seen.size() % unit;
  given_ += size;
  return seen.first(size);
}

bytes_view input::next_exactly(std::size_t size) {
  if (!seekable()) return read_next(size, size);
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(stop_ - given_, size));
  if (wanted == 0) return {};
  const bytes_view seen = at(given_, wanted).first(wanted);
  given_ += wanted;
  return seen;
}

std::size_t input::read_more(mutable_bytes_view target) {
  if (remaining_) target = target.first(static_cast<std::size_t>(std::min<std::uint64_t>(*remaining_, target.size())));
  if (target.empty()) return 0;
  const std::size_t count = stream_.read_next(target);
  if (remaining_) *remaining_ -= count;
  return count;
}

bytes_view input::read_next(std::size_t unit, std::size_t most) {
  // What was read but did not fill a unit moves to the front.
  const std::size_t kept = kept_stop_ - kept_start_;
  if (kept > 0) std::memmove(block_.get(), block_.get() + kept_start_, kept);
  kept_start_ = 0;
  kept_stop_ = kept;
  while (kept_stop_ < unit && !ended_) {
    const std::size_t count = read_more({block_.get() + kept_stop_, most - kept_stop_});
    if (count == 0) ended_ = true;
    kept_stop_ += count;
  }
  const std::size_t given = ended_ ? kept_stop_ : kept_stop_ - kept_stop_ % unit;
  kept_start_ = given;
  return {block_.get(), given};
}

void input::check_end() const {
  if (!seekable()) return;
  check();
  throw_if_shorter();
}

void input::throw_damaged() const {
  throw_if_shorter();
  cursor_.check();
  beside_.check();
  throw file_changed(name_, "was truncated, or its device failed, while it was read; what was read from it is void");
}

void input::throw_if_shorter() const {
  const std::uint64_t size = file::borrow(cursor_.source().fd(), cursor_.source().path()).size();
  if (size >= cursor_.file_size()) return;
  throw file_changed(name_, "shrank to " + std::to_string(size) +
                                " bytes while it was mapped; what was read from it is "
                                "void");
}

void require_no_damage() {
  if (survived_faults() == 0) return;
  throw trouble("an input file", "was truncated, or its device failed, while it was read",
                "try again when nobody writes it");
}

}  // namespace memosaic::cli
