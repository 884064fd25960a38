// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/file_bytes.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "file/damage.hpp"
#include "file/file_pieces.hpp"
#include "file/mapping_maker.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/copy.hpp"
#include "os/calls.hpp"
#include "os/errors.hpp"
#include "os/quiet_writer.hpp"

namespace memosaic {
namespace {

/// Who goes back byte by byte has so much read at once where nothing is mapped.
constexpr std::uint64_t step_back = std::uint64_t{64} << 10;

/// What the system could not read is damage that its handler does not see, for the system calls it an address.
[[noreturn]] void throw_unwritten(const cursor& at, int error, int fd, std::uint64_t stop) {
  if (error == EFAULT) {
    check_read(at, stop);
    throw_damaged(name_of(at.source()).string());
  }
  os::throw_error(error, "cannot write", fd);
}

}  // namespace

file_bytes::file_bytes(memosaic::cursor on, std::uint64_t offset, std::uint64_t length) : cursor_(std::move(on)) {
  const std::uint64_t all = cursor_.source().size();
  require_run(offset, length == npos ? 0 : length, all);
  set_part(offset, length);
}

file_bytes::file_bytes(const file_bytes& other) noexcept
    : cursor_(other.cursor_), offset_(other.offset_), size_(other.size_), wanted_(other.wanted_) {}

void file_bytes::swap(file_bytes& other) noexcept {
  std::swap(shown_, other.shown_);
  std::swap(shown_start_, other.shown_start_);
  std::swap(shown_size_, other.shown_size_);
  cursor_.swap(other.cursor_);
  std::swap(offset_, other.offset_);
  std::swap(size_, other.size_);
  std::swap(wanted_, other.wanted_);
}

void file_bytes::set_part(std::uint64_t offset, std::uint64_t length) noexcept {
  forget_window();
  shown_start_ = 0;
  const std::uint64_t all = cursor_.file_size();
  offset_ = offset;
  wanted_ = length;
  size_ = offset < all ? std::min(length, all - offset) : 0;
}

bool file_bytes::begin_access(memosaic::cursor on, std::uint64_t offset, std::uint64_t length) {
  cursor_ = std::move(on);
  set_part(offset, length);
  return !empty();
}

bool file_bytes::begin_access(std::uint64_t offset, std::uint64_t length) {
  set_part(offset, length);
  return !empty();
}

void file_bytes::end_access() noexcept {
  set_part(0, 0);
  cursor_.unuse_region();
}

file_change file_bytes::refresh() {
  const file_change change = cursor_.refresh();
  set_part(offset_, wanted_);
  return change;
}

/// A position in the part, which is not beyond its end, as an offset in the file.
std::uint64_t file_bytes::offset_of(std::uint64_t position) const noexcept { return *checked_add(offset_, position); }

/// Where a range really ends. Errors: `std::out_of_range`.
std::uint64_t file_bytes::stop_of(std::uint64_t start, std::uint64_t stop) const {
  if (stop == npos) stop = size_;
  require_range(start, stop, size_);
  return stop;
}

void file_bytes::leave_window() {
  cursor_.check();
  cursor_.unuse_region();
  forget_window();
}

std::byte file_bytes::move_to(std::uint64_t index) {
  require_index(index, size_);
  const std::uint64_t before = shown_start_;
  forget_window();
  if (before != 0 && index == before - 1) {
    static_cast<void>(piece_before(cursor_, offset_, offset_of(before), step_back));
  } else {
    cursor_.check();
    static_cast<void>(cursor_.ensure(offset_of(index)));
  }
  const window& found = cursor_.region();
  const std::uint64_t start = std::max(offset_, found.start());
  shown_ = found.bytes().data() + (start - found.start());
  shown_start_ = start - offset_;
  shown_size_ = std::min(offset_of(size_), found.stop()) - start;
  return shown_[index - shown_start_];
}

file_bytes file_bytes::sub(std::uint64_t start, std::uint64_t stop) const {
  stop = stop_of(start, stop);
  file_bytes part(*this);
  part.set_part(offset_of(start), stop - start);
  return part;
}

view file_bytes::view_of(std::uint64_t start, std::uint64_t stop) {
  stop = stop_of(start, stop);
  if (start == stop) return {};
  forget_window();
  cursor_.check();
  return cursor_.pin(offset_of(start), static_cast<std::size_t>(stop - start));
}

chain file_bytes::chain_of(std::uint64_t start, std::uint64_t stop) {
  const std::uint64_t end = offset_of(stop_of(start, stop));
  forget_window();
  chain parts;
  for (std::uint64_t at = offset_of(start); at != end;) {
    const std::uint64_t next = *checked_add(at, piece_from(cursor_, at, end).size());
    parts.append(cursor_.region().view(at, next));
    at = next;
  }
  return parts;
}

file_chunks file_bytes::chunks(std::uint64_t start, std::uint64_t stop) {
  stop = stop_of(start, stop);
  leave_window();
  return file_chunks(cursor_, offset_of(start), offset_of(stop));
}

void file_bytes::copy_to(std::uint64_t start, mutable_bytes_view target) {
  require_run(start, target.size(), size_);
  if (target.empty()) return;
  forget_window();
  std::uint64_t at = offset_of(start);
  const std::uint64_t end = *checked_add(at, target.size());
  while (at != end) {
    const bytes_view piece = piece_from(cursor_, at, end);
    memosaic::copy_to(piece, target);
    target = target.subspan(piece.size());
    at = *checked_add(at, piece.size());
  }
  check_read(cursor_, end);
}

buffer file_bytes::to_buffer(std::uint64_t start, std::uint64_t stop) {
  stop = stop_of(start, stop);
  auto copied = buffer::uninitialized(static_cast<std::size_t>(stop - start));
  copy_to(start, copied.mutable_bytes());
  return copied;
}

io_progress file_bytes::write_to(int fd, std::uint64_t start, std::uint64_t stop) {
  const std::uint64_t end = offset_of(stop_of(start, stop));
  std::uint64_t at = offset_of(start);
  if (at == end) return {};
  forget_window();
  os::quiet_writer writer(fd);
  io_progress progress;
  while (at != end && progress.stop == io_stop::done) {
    bytes_view piece = piece_from(cursor_, at, end);
    while (!piece.empty()) {
      const auto written = writer.write(piece);
      if (os::is_not_now(written.error)) {
        progress.stop = io_stop::target_not_ready;
        break;
      }
      if (written.failed()) throw_unwritten(cursor_, written.error, fd, end);
      piece = piece.subspan(written.count());
      progress.size += written.count();
      at = *checked_add(at, written.count());
    }
  }
  check_read(cursor_, at);
  return progress;
}

void file_bytes::check() const {
  cursor_.check();
  if (!empty()) check_read(cursor_, offset_of(size_));
}

}  // namespace memosaic
