// SPDX-License-Identifier: Apache-2.0
#include "cli/difference_run.hpp"

#include <algorithm>
#include <utility>

#include "memosaic/bytes/differences.hpp"

namespace memosaic::cli {
namespace {

void append(std::vector<std::byte>& shown, bytes_view bytes, std::size_t most) {
  const bytes_view wanted = bytes.first(std::min(bytes.size(), most - shown.size()));
  shown.insert(shown.end(), wanted.begin(), wanted.end());
}

}  // namespace

run_collector::run_collector(std::size_t gap, std::size_t shown_bytes, receiver deliver)
    : gap_(gap), shown_bytes_(shown_bytes), deliver_(std::move(deliver)) {}

// The bytes behind an open run may yet become part of it; `finish` cuts what did not.
void run_collector::extend_shown(bytes_view first, bytes_view second) {
  if (!open_ || open_->what != difference_run::kind::changed) return;
  append(open_->first_bytes, first, shown_bytes_);
  append(open_->second_bytes, second, shown_bytes_);
}

void run_collector::compare(std::uint64_t first_offset, bytes_view first, std::uint64_t second_offset,
                            bytes_view second) {
  extend_shown(first, second);
  for (const difference& found : differences(first, second, gap_)) {
    const std::uint64_t start = first_offset + found.start;
    const std::uint64_t stop = first_offset + found.stop;
    const bool follows = open_ && open_->what == difference_run::kind::changed;
    if (follows && start - (open_->first_offset + open_->length) < gap_) {
      open_->length = stop - open_->first_offset;
      continue;
    }
    finish();
    open_ = difference_run{difference_run::kind::changed, start, second_offset + found.start, stop - start, {}, {}};
    extend_shown(first.subspan(found.start), second.subspan(found.start));
  }
}

void run_collector::only(difference_run::kind side, std::uint64_t first_offset, std::uint64_t second_offset,
                         bytes_view bytes) {
  if (bytes.empty()) return;
  if (!open_ || open_->what != side) {
    finish();
    open_ = difference_run{side, first_offset, second_offset, 0, {}, {}};
  }
  append(side == difference_run::kind::only_first ? open_->first_bytes : open_->second_bytes, bytes, shown_bytes_);
  open_->length += bytes.size();
}

void run_collector::finish() {
  if (!open_) return;
  for (auto* shown : {&open_->first_bytes, &open_->second_bytes}) {
    if (shown->size() > open_->length) shown->resize(static_cast<std::size_t>(open_->length));
  }
  deliver_(*open_);
  open_.reset();
}

}  // namespace memosaic::cli
