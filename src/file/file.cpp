// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/file.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "os/calls.hpp"
#include "os/causes.hpp"
#include "os/descriptor.hpp"
#include "os/errors.hpp"
#include "os/reading.hpp"
#include "os/region.hpp"

namespace memosaic {
namespace {

[[noreturn]] void throw_error(int error, std::string_view doing, int fd, const std::filesystem::path& path) {
  if (path.empty() && fd >= 0) os::throw_error(error, doing, fd);
  os::throw_error(error, doing, path);
}

os::file_status status_of(int fd, const std::filesystem::path& path) {
  os::file_status status;
  const auto done = os::retried([&] { return os::current().status(fd, status); });
  if (done.failed()) throw_error(done.error, "cannot tell the state of", fd, path);
  if (status.kind == os::file_kind::folder) throw_error(EISDIR, "cannot read", fd, path);
  return status;
}

file_identity identity_of(const os::file_status& status) noexcept {
  return {status.device, status.inode, status.size, status.modified_ns};
}

/// Mapping a page beyond the end of a file is allowed as long as it is not touched, so this asks empty files too; and
/// unlike reading it takes nothing from a file that can be read only once, such as the kernel's logs.
bool can_be_mapped(int fd) noexcept {
  const auto page = os::current().map(fd, 0, os::page_size(), os::map_access::read);
  if (page.failed()) return false;
  const os::region unmapped_at_once(page.address, os::page_size());
  return true;
}

bool is_regular(int fd, const os::file_status& status) noexcept {
  return status.kind == os::file_kind::regular && (status.blocks != 0 || can_be_mapped(fd));
}

}  // namespace

file::file(const std::filesystem::path& path) {
  // A path with a NUL would silently open another file.
  if (path.native().find('\0') != std::filesystem::path::string_type::npos) {
    os::throw_error(EINVAL, "cannot open", path);
  }
  const auto opened = os::retried([&] { return os::current().open(path.c_str()); });
  if (opened.failed()) os::throw_error(opened.error, os::explain_opening(opened.error, "cannot open"), path);
  *this = take(static_cast<int>(opened.value), path);
}

file file::take(int fd, const std::filesystem::path& path) {
  os::descriptor descriptor(fd);
  file result = borrow(fd, path);
  static_cast<void>(descriptor.release());
  result.owned_ = true;
  return result;
}

file file::borrow(int fd, const std::filesystem::path& name) {
  const auto status = status_of(fd, name);
  file result;
  result.path_ = name;
  result.identity_ = identity_of(status);
  result.regular_ = ::memosaic::is_regular(fd, status);
  result.fd_ = fd;
  return result;
}

file::file(file&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      owned_(std::exchange(other.owned_, false)),
      regular_(std::exchange(other.regular_, false)),
      identity_(std::exchange(other.identity_, {})),
      path_(std::exchange(other.path_, {})) {}

file& file::operator=(file&& other) noexcept {
  file moved(std::move(other));
  std::swap(fd_, moved.fd_);
  std::swap(owned_, moved.owned_);
  std::swap(regular_, moved.regular_);
  std::swap(identity_, moved.identity_);
  path_.swap(moved.path_);
  return *this;
}

file::~file() {
  if (owned_) const os::descriptor closed_at_once(fd_);
}

std::vector<file_run> file::stored_runs() const {
  constexpr const char* doing = "cannot tell the holes of";
  if (!is_open()) throw_error(EBADF, doing, fd_, path_);
  if (!is_regular()) throw_error(ESPIPE, doing, fd_, path_);
  const auto seek = [&](std::uint64_t distance, os::seek_from base) {
    return os::retried([&] { return os::current().seek(fd_, static_cast<std::int64_t>(distance), base); });
  };
  const auto position = seek(0, os::seek_from::current);
  if (position.failed()) throw_error(position.error, doing, fd_, path_);
  std::vector<file_run> found;
  const auto look = [&]() -> int {
    for (std::uint64_t at = 0; at < size();) {
      const auto data = seek(at, os::seek_from::data);
      if (data.error == ENXIO) return 0;
      if (data.failed()) return data.error;
      const auto start = static_cast<std::uint64_t>(data.value);
      const auto hole = seek(start, os::seek_from::hole);
      if (hole.failed()) return hole.error;
      // The file may have grown since it was opened.
      const auto stop = std::min(static_cast<std::uint64_t>(hole.value), size());
      if (start >= stop) return 0;
      found.push_back({start, stop - start});
      at = stop;
    }
    return 0;
  };
  const int error = look();
  const auto put_back = seek(static_cast<std::uint64_t>(position.value), os::seek_from::start);
  if (error == EINVAL) {
    found.assign(1, {0, size()});
  } else if (error != 0) {
    throw_error(error, doing, fd_, path_);
  }
  if (put_back.failed()) throw_error(put_back.error, doing, fd_, path_);
  return found;
}

file_change file::refresh() {
  if (!is_open()) throw_error(EBADF, "cannot refresh", fd_, path_);
  const file_identity now = identity_of(status_of(fd_, path_));
  bool replaced = false;
  if (owned_) {
    os::file_status named;
    const auto told = os::retried([&] { return os::current().path_status(path_.c_str(), named); });
    if (told.failed() && told.error != ENOENT && told.error != ENOTDIR) {
      throw_error(told.error, "cannot tell the state of", fd_, path_);
    }
    replaced = told.failed() || named.device != now.device || named.inode != now.inode;
  }
  const std::uint64_t before = std::exchange(identity_, now).size;
  if (replaced) return file_change::replaced;
  if (!regular_ || before == now.size) return file_change::same;
  return before < now.size ? file_change::grown : file_change::shrunk;
}

file file::reopen() const {
  if (!is_open()) throw_error(EBADF, "cannot open again", fd_, path_);
  return owned_ ? file(path_) : borrow(fd_, path_);
}

std::size_t file::read_at(std::uint64_t offset, mutable_bytes_view target) const {
  if (!is_open()) throw_error(EBADF, "cannot read", fd_, path_);
  const auto done = os::read_full_at(fd_, target, offset);
  if (done.failed()) throw_error(done.error, "cannot read", fd_, path_);
  return done.count();
}

std::size_t file::read_next(mutable_bytes_view target) const {
  if (!is_open()) throw_error(EBADF, "cannot read", fd_, path_);
  const auto done = os::read_waiting(fd_, target);
  if (done.failed()) throw_error(done.error, "cannot read", fd_, path_);
  return done.count();
}

}  // namespace memosaic
