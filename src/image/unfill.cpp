// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/unfill.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <utility>
#include <vector>

#include "memosaic/bytes/find.hpp"

namespace memosaic {
namespace {

std::size_t equal_prefix(bytes_view bytes, std::byte value) {
  std::uint64_t eight = 0;
  std::memset(&eight, std::to_integer<int>(value), sizeof eight);
  std::size_t at = 0;
  for (std::uint64_t found = 0; bytes.size() - at >= sizeof found; at += sizeof found) {
    std::memcpy(&found, bytes.data() + at, sizeof found);
    if (found != eight) break;
  }
  while (at < bytes.size() && bytes[at] == value) ++at;
  return at;
}

/// Collects the runs of a value, across pieces, in the order of addresses.
class run_collector {
 public:
  run_collector(std::byte value, uint128 least) : value_(value), least_(least) {}

  void take(const basic_segment<int128>& piece) {
    if (piece.repeats) {
      take_repeated(piece);
    } else {
      take_bytes(piece.start, piece.bytes);
    }
  }

  std::vector<image_range> finish() && {
    close();
    return std::move(found_);
  }

 private:
  void take_run(image_range run) {
    if (open_.stop == run.start) {
      open_.stop = run.stop;
    } else {
      close();
      open_ = run;
    }
  }

  void close() {
    if (!open_.empty() && open_.size() >= least_) found_.push_back(open_);
    open_ = {};
  }

  // The bytes are stored, so that no address of them is beyond the end.
  void take_bytes(int128 at, bytes_view bytes) {
    while (!bytes.empty()) {
      const auto skipped = find(bytes, bytes_view(&value_, 1));
      if (!skipped) return;
      const std::size_t length = equal_prefix(bytes.subspan(*skipped), value_);
      const int128 start = *checked_advance(at, uint128{*skipped});
      at = *checked_advance(start, uint128{length});
      take_run({start, at});
      bytes = bytes.subspan(*skipped + length);
    }
  }

  void take_repeated(const basic_segment<int128>& piece) {
    const std::size_t same = equal_prefix(piece.bytes, value_);
    const uint128 period = piece.bytes.size();
    const uint128 size = distance(piece.start, piece.stop);
    if (same == period) return take_run({piece.start, piece.stop});
    if (size > 2 * period && longest_run(piece.bytes) < least_) {
      // Runs inside are too short: only those that go on beyond either end matter.
      take_bytes(piece.start, piece.bytes);
      const auto phase = static_cast<std::size_t>(size % period);
      const int128 tail = *checked_advance(piece.start, size - period);
      take_bytes(tail, piece.bytes.subspan(phase));
      take_bytes(*checked_advance(tail, period - phase), piece.bytes.first(phase));
      return;
    }
    for (uint128 done = 0; done < size; done += period) {
      take_bytes(*checked_advance(piece.start, done),
                 piece.bytes.first(static_cast<std::size_t>(std::min(period, size - done))));
    }
  }

  // Of the endless repetition of a pattern that is not all `value_`.
  [[nodiscard]] std::size_t longest_run(bytes_view pattern) const {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (std::size_t i = 0; i < 2 * pattern.size(); ++i) {
      run = pattern[i % pattern.size()] == value_ ? run + 1 : 0;
      longest = std::max(longest, run);
    }
    return longest;
  }

  std::byte value_;
  uint128 least_;
  image_range open_;
  std::vector<image_range> found_;
};

}  // namespace

void unfill(image_memory& memory, std::byte value, address_length<int128> least, image_range where) {
  if (least == 0) throw std::invalid_argument("a run has at least one byte");
  run_collector runs(value, least);
  for (const auto& piece : memory.segments(where)) runs.take(piece);
  const auto found = std::move(runs).finish();
  if (found.empty()) return;
  image_memory left = memory.snapshot();
  for (const image_range& run : found) left.clear(run);
  memory.rollback(left);
}

}  // namespace memosaic
