// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <stdexcept>

#include "memosaic/buffer/io.hpp"
#include "os/calls.hpp"
#include "os/errors.hpp"
#include "os/quiet_writer.hpp"
#include "os/reading.hpp"
#include "os/sigpipe_guard.hpp"

namespace memosaic {
namespace {

constexpr std::size_t transfer_buffer = std::size_t{64} << 10;

os::file_status status_of(int fd) {
  os::file_status status;
  const auto done = os::retried([&] { return os::current().status(fd, status); });
  if (done.failed()) os::throw_error(done.error, "cannot tell the state of", fd);
  return status;
}

/// Files have a position that can be put back; what came from anything else is gone from there.
bool has_position(const os::file_status& status) noexcept {
  return status.kind == os::file_kind::regular || status.kind == os::file_kind::block_device;
}

bool is_ready(int fd, os::direction way) noexcept {
  const auto ready = os::retried([&] { return os::current().wait(fd, way, 0); });
  return ready.failed() || ready.value != 0;
}

enum class kernel_way { copy_range, send_file, splice };

os::answer call_kernel(kernel_way way, int source, int target, std::size_t size) noexcept {
  switch (way) {
    case kernel_way::copy_range:
      return os::current().copy_range(source, target, size);
    case kernel_way::send_file:
      return os::current().send_file(source, target, size);
    case kernel_way::splice:
      break;
  }
  return os::current().splice(source, target, size);
}

/// Whether an error only says that the kernel does not move bytes this way between these two.
///
/// Everything else is final: to go on reading would lose what a broken target cannot take.
bool refuses_pair(kernel_way way, int error) noexcept {
  // EBADF is what copy_file_range says to a target that appends.
  return os::refuses_pair(error) || (way == kernel_way::copy_range && error == EBADF);
}

/// Moves one way until there is an answer. None when the buffer has to go on: the pair is refused, or a 0 might be the
/// end or might come from a file that the kernel cannot move from.
std::optional<io_progress> move_inside_kernel(kernel_way way, int source, int target, std::uint64_t size,
                                              std::uint64_t& moved, os::sigpipe_guard& guard) {
  while (moved != size) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size - moved, os::call_limit));
    const auto piece = os::retried([&] { return call_kernel(way, source, target, wanted); });
    guard.note(piece.error);
    if (os::is_not_now(piece.error)) {
      const bool readable = is_ready(source, os::direction::reading);
      return io_progress{moved, readable ? io_stop::target_not_ready : io_stop::source_not_ready};
    }
    if (refuses_pair(way, piece.error)) return std::nullopt;
    if (piece.failed()) os::throw_error(piece.error, "cannot transfer", source, target);
    if (piece.value == 0) return std::nullopt;
    moved += piece.count();
  }
  return io_progress{moved, io_stop::done};
}

/// Writes `block`, which was read from `source`, to `target`. Waits where there is no room, unless the rest can be put
/// back. Returns the bytes that the target took; fewer than all only if the rest was put back.
std::size_t deliver(os::quiet_writer& writer, int source, int target, bytes_view block, bool can_put_back) {
  std::size_t taken = 0;
  const auto put_back_rest = [&] {
    const auto rest = static_cast<std::int64_t>(block.size() - taken);
    return can_put_back && !os::current().seek(source, -rest, os::seek_from::current).failed();
  };
  while (taken != block.size()) {
    const auto written = writer.write(block.subspan(taken));
    if (!written.failed()) {
      taken += written.count();
      continue;
    }
    if (!os::is_not_now(written.error)) {
      put_back_rest();
      os::throw_error(written.error, "cannot write", target);
    }
    if (put_back_rest()) break;
    const auto ready = os::wait_until_ready(target, os::direction::writing);
    if (ready.failed()) os::throw_error(ready.error, "cannot wait for", target);
  }
  return taken;
}

io_progress move_through_buffer(int source, int target, std::uint64_t size, bool can_put_back, std::uint64_t moved) {
  const auto room = static_cast<std::size_t>(std::min<std::uint64_t>(size - moved, transfer_buffer));
  const auto buffer = std::make_unique_for_overwrite<std::byte[]>(room);
  os::quiet_writer writer(target);
  while (moved != size) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size - moved, room));
    const io_progress piece = read_into(source, {buffer.get(), wanted});
    if (piece.stop != io_stop::done) return {moved, piece.stop};
    const bytes_view block(buffer.get(), static_cast<std::size_t>(piece.size));
    const std::size_t taken = deliver(writer, source, target, block, can_put_back);
    moved += taken;
    if (taken != block.size()) return {moved, io_stop::target_not_ready};
  }
  return {moved, io_stop::done};
}

/// Moves the position of a file forward by up to `skip`, not beyond its end. Returns what is still to be skipped.
std::uint64_t skip_by_position(int source, std::uint64_t skip) {
  const auto status = status_of(source);
  if (status.kind != os::file_kind::regular) return skip;
  const auto position = os::current().seek(source, 0, os::seek_from::current);
  if (position.failed() || static_cast<std::uint64_t>(position.value) >= status.size) return skip;
  const std::uint64_t jump = std::min(skip, status.size - static_cast<std::uint64_t>(position.value));
  if (os::current().seek(source, static_cast<std::int64_t>(jump), os::seek_from::current).failed()) return skip;
  return skip - jump;
}

}  // namespace

io_progress transfer(int source, int target, std::uint64_t size) {
  if (size == 0) return {};
  const auto from = status_of(source);
  const auto to = status_of(target);
  std::uint64_t moved = 0;
  {
    os::sigpipe_guard guard;
    const auto moves_all = [&](kernel_way way) { return move_inside_kernel(way, source, target, size, moved, guard); };
    std::optional<io_progress> answer;
    if (from.kind == os::file_kind::regular && to.kind == os::file_kind::regular) {
      answer = moves_all(kernel_way::copy_range);
    }
    if (!answer && has_position(from)) answer = moves_all(kernel_way::send_file);
    if (!answer && (from.kind == os::file_kind::pipe || to.kind == os::file_kind::pipe)) {
      answer = moves_all(kernel_way::splice);
    }
    if (answer) return *answer;
  }
  return move_through_buffer(source, target, size, has_position(from), moved);
}

std::uint64_t pump(int source, int target, mutable_bytes_view scratch, std::uint64_t skip) {
  if (scratch.empty()) throw std::invalid_argument("pump needs a scratch of at least one byte");
  if (skip != 0) skip = skip_by_position(source, skip);
  os::quiet_writer writer(target);
  std::uint64_t total = 0;
  for (;;) {
    const auto piece = os::read_waiting(source, scratch);
    if (piece.failed()) os::throw_error(piece.error, "cannot read", source);
    if (piece.value == 0) return total;
    const auto skipped = static_cast<std::size_t>(std::min<std::uint64_t>(skip, piece.count()));
    skip -= skipped;
    total += deliver(writer, source, target, scratch.subspan(skipped, piece.count() - skipped), false);
  }
}

}  // namespace memosaic
