// SPDX-License-Identifier: Apache-2.0
#include "file/reading_hints.hpp"

#include <utility>

#include "os/calls.hpp"

namespace memosaic::window_core {
namespace {

/// One hint makes the system read no more than its read-ahead, however much it is asked for; this is the usual one.
constexpr std::uint64_t hint_piece = std::uint64_t{128} << 10;

}  // namespace

void reading_hints::observe(std::uint64_t window_size) noexcept {
  window_size_ = window_size;
  observes_ = !fixed_;
  reads_ahead_ = window_size >= least_read_ahead_window;
}

void reading_hints::watch(const mapping& whole) {
  whole_ = whole;
  advise(whole_);
}

void reading_hints::advise(const mapping& made) const {
  const access_pattern pattern = pattern_.load(std::memory_order_relaxed);
  if (pattern == access_pattern::random || (fixed_ && pattern != access_pattern::normal)) made.advise(pattern);
}

std::unique_ptr<reading_trace> reading_hints::begin() {
  {
    const std::lock_guard lock(mutex_);
    if (left_ != nullptr) return std::move(left_);
  }
  return std::make_unique<reading_trace>();
}

void reading_hints::end(std::unique_ptr<reading_trace> trace) noexcept {
  {
    const std::lock_guard lock(mutex_);
    std::swap(left_, trace);
  }
  if (trace != nullptr) count(*trace, reading::unknown);
}

/// While pages are there, it does not matter how they are read.
void reading_hints::judge(reading_trace& trace, reading seen, std::uint64_t offset) noexcept {
  if (seen == reading::scattered) {
    const bool is_known = trace.counted == reading::scattered;
    if (is_known && ++trace.unseen % moves_between_looks != 0) return;
    trace.unseen = 0;
    if (!is_cached(offset)) {
      trace.warm = 0;
    } else {
      ++trace.warm;
      if (is_known && trace.warm < warm_to_end) return;
      trace.moves.forget_jumps();
      seen = reading::unknown;
    }
  }
  if (seen != trace.counted) count(trace, seen);
}

void reading_hints::count(reading_trace& trace, reading as) noexcept {
  const std::lock_guard lock(mutex_);
  const auto readers = [&](reading kind) -> std::size_t& { return readers_[static_cast<std::size_t>(kind)]; };
  // Who is counted as unknown was not counted in, and nobody asks for their number.
  --readers(std::exchange(trace.counted, as));
  ++readers(as);
  access_pattern now = access_pattern::normal;
  if (readers(reading::scattered) != 0) {
    now = access_pattern::random;
  } else if (readers(reading::forward) != 0) {
    now = access_pattern::sequential;
  }
  if (pattern_.exchange(now, std::memory_order_relaxed) == now) return;
  // All of the mapping: a part would be cut off from the rest, and count as one more mapping of the process.
  if (!whole_.empty()) whole_.advise(now);
}

void reading_hints::read_ahead(reading_trace& trace, std::uint64_t from) noexcept {
  const std::uint64_t size = source_.size();
  if (from >= size) return;
  const std::uint64_t length = std::min(size - from, std::clamp(window_size_, least_ahead, most_ahead));
  const std::uint64_t stop = from + length;  // in the file
  const std::uint64_t start = trace.hinted_stop < from || trace.hinted_stop > stop ? from : trace.hinted_stop;
  trace.hinted_stop = stop;
  if (start < stop) want(start, stop - start);
}

void reading_hints::want(std::uint64_t offset, std::uint64_t length) noexcept {
  length = std::min(length, source_.size() - offset);
  if (is_cached(offset + length - 1)) return;
  for (std::uint64_t done = 0; done < length; done += hint_piece) {
    const std::uint64_t size = std::min(hint_piece, length - done);
    const auto hinted = os::retried(
        [&] { return os::current().advise_file(source_.fd(), offset + done, size, os::advice::will_need); });
    if (hinted.failed()) return;  // it takes no hints
  }
}

/// Whether the page of an offset is in memory; false if the system does not tell.
bool reading_hints::is_cached(std::uint64_t offset) const noexcept {
  const std::uint64_t page = offset - offset % os::page_size();
  os::cached_pages counted;
  const auto told =
      os::retried([&] { return os::current().count_cached(source_.fd(), page, os::page_size(), counted); });
  return !told.failed() && counted.cached == counted.all;
}

}  // namespace memosaic::window_core
