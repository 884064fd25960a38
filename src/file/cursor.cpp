// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/cursor.hpp"

#include <algorithm>
#include <cerrno>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include "file/damage.hpp"
#include "file/pool_core.hpp"
#include "file/pooled_file.hpp"
#include "file/read_block.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/error.hpp"
#include "memosaic/file/page_cache.hpp"
#include "os/causes.hpp"
#include "os/errors.hpp"
#include "os/fault_handler.hpp"

namespace memosaic {
namespace {

constexpr std::size_t least_read = std::size_t{4} << 10;
constexpr std::size_t most_read_ahead = std::size_t{1} << 20;

/// So much that was read in one run is worth a window.
constexpr std::uint64_t proof_of_reading_on = std::uint64_t{256} << 10;

/// What a cursor takes in one step when it gives views out: an addition that is locked costs as much as all the rest.
constexpr std::uint32_t pins_in_advance = 16;

/// Whoever skips no more than this still reads on.
constexpr std::uint64_t most_skipped = 4096;

}  // namespace

cursor::cursor() noexcept = default;

cursor::cursor(std::shared_ptr<window_core::pooled_file> on) noexcept
    : file_(std::move(on)), file_size_(file_->size()) {}

cursor::cursor(const cursor& other) noexcept : file_(other.file_), file_size_(other.file_size_) {}

cursor::cursor(cursor&& other) noexcept { swap(other); }

cursor& cursor::operator=(const cursor& other) noexcept {
  cursor(other).swap(*this);
  return *this;
}

cursor& cursor::operator=(cursor&& other) noexcept {
  cursor(std::move(other)).swap(*this);
  return *this;
}

cursor::~cursor() {
  give_pins_back();
  report_hits();
  if (scratch_ != nullptr) scratch_->drop_reference();
  if (trace_ != nullptr) file_->hints().end(std::move(trace_));
}

void cursor::swap(cursor& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(start_, other.start_);
  std::swap(size_, other.size_);
  std::swap(window_, other.window_);
  std::swap(begin_, other.begin_);
  std::swap(used_, other.used_);
  std::swap(file_, other.file_);
  std::swap(file_size_, other.file_size_);
  std::swap(spare_pins_, other.spare_pins_);
  std::swap(pinned_here_, other.pinned_here_);
  std::swap(hits_, other.hits_);
  std::swap(read_stop_, other.read_stop_);
  std::swap(read_size_, other.read_size_);
  std::swap(read_run_, other.read_run_);
  std::swap(scratch_, other.scratch_);
  std::swap(trace_, other.trace_);
}

const file& cursor::source() const {
  if (file_ == nullptr) throw std::logic_error("this cursor is on no file: open one with a window pool");
  return file_->source();
}

std::uint64_t cursor::reach() const noexcept {
  if (file_ == nullptr) return 0;
  if (file_->pool().options().layout == window_layout::exact_fit) return 1;
  const std::uint64_t size = file_->window_size();
  return size >= file_size_ ? file_size_ : size / 2;
}

view cursor::pin_elsewhere(std::uint64_t offset, std::size_t length) {
  const bytes_view found = ensure(offset, length);
  if (length == 0) return {};
  view part = window_.view().sub(found.first(length));
  // Who takes a second view of a window will take more.
  owner* const keeper = window_.view().keeper();
  if (std::exchange(pinned_here_, true) && spare_pins_ == 0 && keeper != nullptr) {
    keeper->pin(pins_in_advance);
    spare_pins_ = pins_in_advance;
  }
  return part;
}

/// Before it leaves its window.
void cursor::give_pins_back() noexcept {
  pinned_here_ = false;
  if (spare_pins_ != 0) window_.view().keeper()->unpin(std::exchange(spare_pins_, 0U));
}

void cursor::unuse_region() noexcept {
  give_pins_back();
  window_ = {};
  data_ = nullptr;
  start_ = size_ = begin_ = used_ = 0;
}

cursor& cursor::use_region(std::uint64_t offset, std::uint64_t size) {
  static_cast<void>(source());
  if (offset >= file_size_) {
    unuse_region();
    return *this;
  }
  const auto* const fitted = file_->fitted();
  const std::uint64_t most = fitted == nullptr ? UINT64_MAX : fitted->window_size();
  const std::uint64_t wanted = std::min(size == 0 ? file_size_ : size, most);
  if (!window_.includes(offset)) {
    if (fitted == nullptr) {
      static_cast<void>(move_to(offset, 1));
    } else {
      static_cast<void>(looks(offset, 1));
      static_cast<void>(move_to_fitted(offset, 1, wanted));
    }
  }
  begin_ = offset;
  used_ = std::min(wanted, window_.stop() - offset);
  return *this;
}

void cursor::require_region() const {
  if (!is_valid()) throw std::logic_error("this cursor has no region: use one first, inside the file");
}

view cursor::buffer() const {
  require_region();
  return window_.view(begin_, ofs_end());
}

view cursor::map() const {
  require_region();
  return window_.view();
}

std::uint64_t cursor::ofs_begin() const {
  require_region();
  return begin_;
}

std::uint64_t cursor::ofs_end() const {
  require_region();
  return begin_ + used_;
}

bool cursor::includes_ofs(std::uint64_t offset) const {
  require_region();
  return offset - begin_ < used_;
}

file_change cursor::refresh() {
  const file& old = source();
  auto& pool = file_->pool();
  file now = pool.open([&] { return old.reopen(); });
  const file_identity& before = old.identity();
  const file_identity& after = now.identity();
  file_change change = file_change::same;
  if (before.device != after.device || before.inode != after.inode) {
    change = file_change::replaced;
  } else if (before.size != after.size) {
    change = before.size < after.size ? file_change::grown : file_change::shrunk;
  }
  note_damage();
  const bool was_read = !now.is_regular();
  if (change != file_change::same || file_->is_damaged() || was_read) {
    cursor next(file_->is_borrowed() ? pool.enter_borrowed(std::move(now)) : pool.enter(std::move(now)));
    if (change == file_change::same && next.file_size_ != file_size_) {
      change = file_size_ < next.file_size_ ? file_change::grown : file_change::shrunk;
    }
    next.swap(*this);
  }
  return change;
}

bytes_view cursor::move_to(std::uint64_t offset, std::size_t least) {
  require_run(offset, least, file_size_);
  if (offset == file_size_) return {};
  if (looks(offset, least) || file_->fitted() != nullptr) [[unlikely]]
    return move_elsewhere(offset, least);
  const std::uint64_t number = file_->number_of(offset, least);
  if (number == window_core::pooled_file::no_window) return bring(number, offset, least);
  window_core::window_block* const block = file_->pin_block(number);
  if (block == nullptr) return bring(number, offset, std::max<std::size_t>(least, 1));
  window found(view(*block, already_pinned), file_->start_of(number), block->mark());
  // Marks need not be looked at as long as no page of any mapping was lost.
  if (os::faults_survived() != 0 || file_->known_damaged()) [[unlikely]] {
    ++hits_;
    return stand_on(std::move(found), offset, least);
  }
  ++hits_;
  give_pins_back();
  window_.swap(found);
  data_ = window_.bytes().data();
  start_ = window_.start();
  size_ = window_.size();
  begin_ = offset;
  used_ = size_ - (offset - start_);
  return {data_ + (offset - start_), static_cast<std::size_t>(used_)};
}

/// Where somebody looks how it reads, or windows have no numbers.
bytes_view cursor::move_elsewhere(std::uint64_t offset, std::size_t least) {
  if (window_.includes(offset) && least <= window_.stop() - offset) {
    note_damage();
    require_undamaged();
    return show(offset, least);
  }
  if (file_->fitted() != nullptr) return move_to_fitted(offset, std::max<std::size_t>(least, 1), file_size_);
  const std::uint64_t number = file_->number_of(offset, least);
  if (number != window_core::pooled_file::no_window) {
    if (window ready = file_->pin_ready(number); !ready.empty()) {
      ++hits_;
      return stand_on(std::move(ready), offset, least);
    }
  }
  return bring(number, offset, std::max<std::size_t>(least, 1));
}

bytes_view cursor::move_to_fitted(std::uint64_t offset, std::size_t least, std::uint64_t wanted) {
  if (window ready = file_->pin_fitted(offset); !ready.empty() && least <= ready.stop() - offset) {
    ++hits_;
    return stand_on(std::move(ready), offset, least);
  }
  if (const view& content = file_->content(); !content.empty()) {
    return stand_on(window(content, 0, nullptr), offset, least);
  }
  report_hits();
  note_damage();
  // The old window may be the one that has to leave.
  unuse_region();
  require_undamaged();
  auto& pool = file_->pool();
  using way = window_core::pool_core::way;
  const way chosen = pool.choose_way(*file_, window_core::pooled_file::no_window, false, least);
  if (chosen != way::window) return stand_on(read(offset, least, chosen == way::fallback), offset, least);
  window brought = pool.bring_fitted(file_, offset, least, wanted);
  return stand_on(brought.empty() ? read(offset, least, true) : std::move(brought), offset, least);
}

void cursor::prefetch(std::span<const file_run> parts) const { ::memosaic::prefetch(source(), parts); }

bool cursor::looks(std::uint64_t offset, std::size_t least) {
  auto& hints = file_->hints();
  if (!hints.looks_at(trace_.get())) [[likely]]
    return false;
  if (trace_ == nullptr) trace_ = hints.begin();
  hints.before_move(*trace_, offset, least);
  return true;
}

/// Bytes of a window that was damaged are void, and so may be all others of its file.
void cursor::note_damage() noexcept {
  if (window_.damaged()) [[unlikely]]
    file_->set_damaged();
}

void cursor::require_undamaged() const {
  if (file_->is_damaged()) [[unlikely]]
    throw_damaged(file_->source().path().string());
}

bytes_view cursor::stand_on(window&& found, std::uint64_t offset, std::size_t least) {
  note_damage();
  if (found.damaged()) [[unlikely]]
    file_->set_damaged();
  require_undamaged();
  give_pins_back();
  window_ = std::move(found);
  return show(offset, least);
}

/// Of a long window whose reader is looked at it shows the piece in which the range begins, and what more the range
/// has.
bytes_view cursor::show(std::uint64_t offset, std::size_t least) noexcept {
  start_ = window_.start();
  size_ = window_.size();
  begin_ = offset;
  used_ = window_.stop() - offset;
  if (trace_ != nullptr) {
    constexpr std::uint64_t piece = window_core::reading_hints::piece;
    if (size_ > 2 * piece && trace_->is_looked_at()) {
      const std::uint64_t into = offset - start_;
      const std::uint64_t before = into - into % piece;
      size_ = std::min(size_ - before, std::max(piece, into - before + least));  // the range is in the window
      start_ += before;
    }
    file_->hints().after_move(*trace_, start_, start_ + size_);
  }
  data_ = window_.bytes().data() + (start_ - window_.start());
  return {data_ + (offset - start_), static_cast<std::size_t>(size_ - (offset - start_))};
}

bytes_view cursor::bring(std::uint64_t number, std::uint64_t offset, std::size_t least) {
  if (const view& content = file_->content(); !content.empty())
    return stand_on(window(content, 0, nullptr), offset, least);
  report_hits();
  note_damage();
  auto& pool = file_->pool();
  const bool goes_on = is_beside(offset, least);
  // The old window may be the one that has to leave.
  unuse_region();
  require_undamaged();  // before others have to leave for what would be void
  using way = window_core::pool_core::way;
  const way chosen = pool.choose_way(*file_, number, goes_on, least);
  if (chosen != way::window) return stand_on(read(offset, least, chosen == way::fallback), offset, least);
  window brought = number == window_core::pooled_file::no_window ? pool.bring_wide(file_, offset, least)
                                                                 : pool.bring(*file_, number);
  if (!brought.empty()) return stand_on(std::move(brought), offset, least);
  return stand_on(read(offset, least, true), offset, least);
}

/// Whoever reads on, or backwards, will want the rest of the next window too. Of what is not mapped it takes some
/// proof.
bool cursor::is_beside(std::uint64_t offset, std::size_t least) const noexcept {
  if (window_.empty()) return false;
  if (!window_.mapped()) return offset == read_stop_ && read_run_ >= proof_of_reading_on;
  const std::uint64_t stop = window_.stop();
  if (offset >= window_.start()) return offset <= stop ? stop - offset <= least : offset - stop <= most_skipped;
  return window_.start() - offset <= std::uint64_t{least} + most_skipped;
}

window cursor::read(std::uint64_t offset, std::size_t least, bool was_refused) {
  // Who reads on gets more and more at once, but for the first time: what is as long as two reads is not read on.
  const bool reads_on = offset == read_stop_;
  std::size_t wanted = least == 1 ? least_read : least;
  if (reads_on && read_run_ >= 2 * std::uint64_t{read_size_}) {
    wanted = std::max(wanted, std::min(2 * read_size_, most_read_ahead));
  }
  const auto rest = file_size_ - offset;
  if (wanted > rest) wanted = static_cast<std::size_t>(rest);
  if (scratch_ == nullptr || scratch_->pins() != 0 || scratch_->capacity() < wanted) {
    if (scratch_ != nullptr) std::exchange(scratch_, nullptr)->drop_reference();
    try {
      scratch_ = file_->pool().make_read_block(*file_, least, wanted);
    } catch (const std::bad_alloc&) {
      if (!was_refused) throw;
      os::throw_error(ENOMEM, os::explain_mapping(ENOMEM, "cannot map or read"), file_->source().path());
    }
  }
  const mutable_bytes_view target(scratch_->data(), std::min(wanted, scratch_->capacity()));
  const std::size_t got = file_->source().read_at(offset, target);
  if (got != target.size()) {
    throw file_changed(file_->source().path().string(), "ends at " + std::to_string(offset + got) + ", and had " +
                                                            std::to_string(file_size_) + " bytes when it was opened");
  }
  read_stop_ = offset + got;
  read_size_ = got;
  read_run_ = reads_on ? read_run_ + got : got;
  file_->pool().count_read(got, was_refused);
  return {view(*scratch_, target), offset, nullptr};
}

void cursor::report_hits() noexcept {
  if (hits_ != 0) file_->pool().count_hits(std::exchange(hits_, 0));
}

}  // namespace memosaic
