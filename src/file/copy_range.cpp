// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/copy_range.hpp"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <string>

#include "file/mapping_maker.hpp"
#include "memosaic/bytes/checked.hpp"
#include "os/calls.hpp"
#include "os/errors.hpp"
#include "os/quiet_writer.hpp"
#include "os/reading.hpp"
#include "os/sigpipe_guard.hpp"

namespace memosaic {
namespace {

constexpr std::size_t block_size = std::size_t{256} << 10;

std::size_t next_size(std::uint64_t left, std::size_t most) {
  return static_cast<std::size_t>(std::min<std::uint64_t>(left, most));
}

void require_open(const file& source, const char* doing) {
  if (!source.is_open()) os::throw_error(EBADF, doing, source.path());
}

/// The offset of what comes next; `end` is known to fit.
std::uint64_t at(std::uint64_t offset, std::uint64_t moved) noexcept { return *checked_add(offset, moved); }

void require_offsets(std::uint64_t offset, std::uint64_t length, const std::filesystem::path& name) {
  if (!checked_add(offset, length)) os::throw_error(EOVERFLOW, "cannot reach so far in", name);
}

bool share_bytes(std::uint64_t a, std::uint64_t b, std::uint64_t length) noexcept {
  return a < b ? b - a < length : a - b < length;
}

/// Reads the next block of the part that is not moved yet; an empty one at the end of the file.
bytes_view read_block(const file& source, const file_run& part, std::uint64_t moved, mutable_bytes_view block) {
  block = block.first(next_size(part.length - moved, block.size()));
  return block.first(source.read_at(at(part.offset, moved), block));
}

}  // namespace

io_progress copy_range(const file& source, file_run part, const writable_file& target, std::uint64_t offset) {
  constexpr const char* doing = "cannot copy";
  require_open(source, doing);
  require_open(target.source(), doing);
  require_offsets(part.offset, part.length, name_of(source));
  require_offsets(offset, part.length, target.path());
  const file_identity& from = source.identity();
  const file_identity& to = target.source().identity();
  if (from.device == to.device && from.inode == to.inode && share_bytes(part.offset, offset, part.length)) {
    throw std::invalid_argument(target.path().string() + ": a part cannot be copied onto itself");
  }
  std::uint64_t moved = 0;
  while (moved != part.length) {
    const std::size_t size = next_size(part.length - moved, os::call_limit);
    const auto piece = os::retried([&] {
      return os::current().copy_range_at(source.fd(), at(part.offset, moved), target.fd(), at(offset, moved), size);
    });
    // 0 may be the end, or come from a file that the kernel cannot copy from.
    if (os::refuses_pair(piece.error) || (!piece.failed() && piece.value == 0)) break;
    if (piece.failed()) os::throw_error(piece.error, doing, source.fd(), target.fd());
    moved += piece.count();
  }
  if (moved == part.length) return {moved, io_stop::done};
  const auto block = std::make_unique_for_overwrite<std::byte[]>(block_size);
  while (moved != part.length) {
    const bytes_view read = read_block(source, part, moved, {block.get(), block_size});
    if (read.empty()) return {moved, io_stop::end};
    target.write_at(at(offset, moved), read);
    moved += read.size();
  }
  return {moved, io_stop::done};
}

io_progress send_file(int target, const file& source, file_run part) {
  constexpr const char* doing = "cannot send";
  require_open(source, doing);
  require_offsets(part.offset, part.length, name_of(source));
  std::uint64_t moved = 0;
  {
    os::sigpipe_guard guard;
    while (moved != part.length) {
      const std::size_t size = next_size(part.length - moved, os::call_limit);
      const auto piece =
          os::retried([&] { return os::current().send_file_at(source.fd(), at(part.offset, moved), target, size); });
      guard.note(piece.error);
      if (os::is_not_now(piece.error)) return {moved, io_stop::target_not_ready};
      if (os::refuses_pair(piece.error) || (!piece.failed() && piece.value == 0)) break;
      if (piece.failed()) os::throw_error(piece.error, doing, source.fd(), target);
      moved += piece.count();
    }
  }
  if (moved == part.length) return {moved, io_stop::done};
  const auto block = std::make_unique_for_overwrite<std::byte[]>(block_size);
  os::quiet_writer writer(target);
  while (moved != part.length) {
    bytes_view read = read_block(source, part, moved, {block.get(), block_size});
    if (read.empty()) return {moved, io_stop::end};
    while (!read.empty()) {
      const auto written = writer.write(read);
      if (os::is_not_now(written.error)) return {moved, io_stop::target_not_ready};
      if (written.failed()) os::throw_error(written.error, doing, source.fd(), target);
      read = read.subspan(written.count());
      moved += written.count();
    }
  }
  return {moved, io_stop::done};
}

}  // namespace memosaic
