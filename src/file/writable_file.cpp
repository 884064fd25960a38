// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/writable_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <utility>

#include "memosaic/bytes/checked.hpp"
#include "os/calls.hpp"
#include "os/causes.hpp"
#include "os/errors.hpp"

namespace memosaic {
namespace {

constexpr std::uint64_t status_block = 512;

void refuse_nul(const std::filesystem::path& path, std::string_view doing) {
  // A path with a NUL would silently name another file.
  if (path.native().find('\0') == std::filesystem::path::string_type::npos) return;
  os::throw_error(EINVAL, doing, path);
}

/// Whether bytes of the file may have no place on the medium yet.
bool has_holes(const os::file_status& status) noexcept { return status.blocks < status.size / status_block; }

os::answer write_zeros(int fd, std::uint64_t offset, std::uint64_t stop) noexcept {
  static constexpr std::array<std::byte, 64 << 10> zeros{};
  while (offset < stop) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(zeros.size(), stop - offset));
    const auto written = os::retried([&] { return os::current().write_at(fd, bytes_view(zeros).first(size), offset); });
    if (written.failed()) return written;
    offset += written.count();
  }
  return {};
}

}  // namespace

writable_file::writable_file(file opened) : file_(std::move(opened)) {
  if (!file_.is_regular()) os::throw_error(EOPNOTSUPP, "cannot write in place", file_.path());
}

writable_file::writable_file(const std::filesystem::path& path) {
  refuse_nul(path, "cannot open");
  const auto opened = os::retried([&] { return os::current().open_to_write(path.c_str()); });
  if (opened.failed()) os::throw_error(opened.error, os::explain_opening(opened.error, "cannot open"), path);
  *this = writable_file(file::take(static_cast<int>(opened.value), path));
}

writable_file writable_file::create(const std::filesystem::path& path, std::filesystem::perms permissions) {
  refuse_nul(path, "cannot create");
  const auto mode = static_cast<std::uint32_t>(permissions) & 0777U;
  const auto made = os::retried([&] { return os::current().create(path.c_str(), mode); });
  if (made.failed()) os::throw_error(made.error, os::explain_opening(made.error, "cannot create"), path);
  try {
    file opened = file::take(static_cast<int>(made.value), path);
    opened.regular_ = true;  // even on a file system whose files cannot be mapped
    return writable_file(std::move(opened));
  } catch (...) {
    os::current().remove(path.c_str());
    throw;
  }
}

writable_file writable_file::borrow(int fd, const std::filesystem::path& name) {
  return writable_file(file::borrow(fd, name.empty() ? os::name_of(fd) : name));
}

void writable_file::write_at(std::uint64_t offset, bytes_view bytes) const {
  if (!is_open()) os::throw_error(EBADF, "cannot write", path());
  while (!bytes.empty()) {
    const auto written = os::retried([&] { return os::current().write_at(fd(), bytes, offset); });
    if (written.failed()) os::throw_error(written.error, "cannot write", path());
    if (written.value == 0) os::throw_error(EIO, "cannot write", path());
    bytes = bytes.subspan(written.count());
    offset = checked_add(offset, written.count()).value_or(offset);  // no file reaches that far
  }
}

void writable_file::resize(std::uint64_t size) {
  if (!is_open()) os::throw_error(EBADF, "cannot resize", path());
  const auto done = os::retried([&] { return os::current().set_size(fd(), size); });
  if (done.failed()) os::throw_error(done.error, "cannot resize", path());
  look_again();
}

void writable_file::allocate(std::uint64_t offset, std::uint64_t length) {
  constexpr const char* doing = "cannot find room for";
  if (!is_open()) os::throw_error(EBADF, doing, path());
  if (length == 0) return;
  const auto stop = checked_add(offset, length);
  if (!stop) os::throw_error(EFBIG, doing, path());
  // The room first, and then the size, so that neither needs to be taken back.
  auto done = os::retried([&] { return os::current().allocate(fd(), offset, length, false); });
  if (!done.failed()) done = os::retried([&] { return os::current().allocate(fd(), offset, length, true); });
  if (done.error == EOPNOTSUPP || done.error == ENOSYS) {
    allocate_by_writing(offset, *stop);
  } else if (done.failed()) {
    os::throw_error(done.error, doing, path());
  }
  look_again();
}

void writable_file::allocate_by_writing(std::uint64_t offset, std::uint64_t stop) const {
  os::file_status before;
  const auto told = os::retried([&] { return os::current().status(fd(), before); });
  if (told.failed()) os::throw_error(told.error, "cannot tell the state of", path());
  if (offset < before.size && has_holes(before)) os::throw_error(EOPNOTSUPP, "cannot find room in", path());
  const auto done = write_zeros(fd(), before.size, stop);
  if (!done.failed()) return;
  static_cast<void>(os::retried([&] { return os::current().set_size(fd(), before.size); }));
  os::throw_error(done.error, "cannot find room for", path());
}

void writable_file::look_again() {
  os::file_status now;
  const auto told = os::retried([&] { return os::current().status(fd(), now); });
  if (told.failed()) os::throw_error(told.error, "cannot tell the state of", path());
  file_.identity_ = {now.device, now.inode, now.size, now.modified_ns};
}

void writable_file::flush() const {
  if (!is_open()) os::throw_error(EBADF, "cannot flush", path());
  const auto flushed = os::retried([&] { return os::current().flush(fd()); });
  // Some file systems cannot flush, or have nothing to.
  if (!flushed.failed() || flushed.error == EINVAL || flushed.error == EROFS || flushed.error == ENOTSUP) return;
  os::throw_error(flushed.error, "cannot flush", path());
}

void writable_file::begin_flush(std::uint64_t offset, std::uint64_t length) const {
  if (!is_open()) os::throw_error(EBADF, "cannot flush", path());
  require_run(offset, length, std::numeric_limits<std::int64_t>::max());
  if (length == 0) return;  // to the system, that is all that follows
  const auto begun = os::retried([&] { return os::current().begin_flush(fd(), offset, length); });
  // Who cannot be told to begin writes when it likes.
  if (!begun.failed() || begun.error == EINVAL || begun.error == ENOSYS || begun.error == ESPIPE) return;
  os::throw_error(begun.error, "cannot flush", path());
}

}  // namespace memosaic
