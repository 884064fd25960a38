// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/io.hpp"

#include "buffer/gather.hpp"
#include "os/calls.hpp"
#include "os/errors.hpp"
#include "os/quiet_writer.hpp"
#include "os/reading.hpp"

namespace memosaic {
namespace {

template <typename Part>
std::size_t write_parts(int fd, std::span<const Part> parts) {
  gather<Part> pending(parts);
  os::quiet_writer writer(fd);
  std::size_t total = 0;
  for (auto batch = pending.batch(); !batch.empty(); batch = pending.batch()) {
    const auto written = writer.write(batch);
    if (os::is_not_now(written.error)) break;
    if (written.failed()) os::throw_error(written.error, "cannot write", fd);
    pending.advance(written.count());
    total += written.count();
  }
  return total;
}

}  // namespace

io_progress read_into(int fd, mutable_bytes_view target) {
  if (target.empty()) return {};
  const auto piece = os::retried([&] { return os::current().read(fd, target); });
  if (os::is_not_now(piece.error)) return {0, io_stop::source_not_ready};
  if (piece.failed()) os::throw_error(piece.error, "cannot read", fd);
  return {piece.count(), piece.value == 0 ? io_stop::end : io_stop::done};
}

io_progress read_exact(int fd, mutable_bytes_view target) {
  std::size_t total = 0;
  while (total != target.size()) {
    const io_progress piece = read_into(fd, target.subspan(total));
    if (piece.stop != io_stop::done) return {total, piece.stop};
    total += static_cast<std::size_t>(piece.size);
  }
  return {total, io_stop::done};
}

std::size_t pread_into(int fd, mutable_bytes_view target, std::uint64_t offset) {
  const auto done = os::read_full_at(fd, target, offset);
  if (done.failed()) os::throw_error(done.error, "cannot read", fd);
  return done.count();
}

std::size_t write_all(int fd, bytes_view bytes) {
  os::quiet_writer writer(fd);
  std::size_t total = 0;
  while (total != bytes.size()) {
    const auto written = writer.write(bytes.subspan(total));
    if (os::is_not_now(written.error)) break;
    if (written.failed()) os::throw_error(written.error, "cannot write", fd);
    total += written.count();
  }
  return total;
}

std::size_t write_all(int fd, std::span<const bytes_view> parts) { return write_parts(fd, parts); }

std::size_t write_all(int fd, std::span<const view> parts) { return write_parts(fd, parts); }

std::size_t write_all(int fd, const chain& parts) { return write_parts(fd, parts.segments()); }

}  // namespace memosaic
