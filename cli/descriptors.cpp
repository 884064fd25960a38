// SPDX-License-Identifier: Apache-2.0
#include "cli/descriptors.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <system_error>
#include <utility>

namespace memosaic::cli {
namespace {

[[noreturn]] void fail(const char* operation, const std::filesystem::path& path, int code) {
  throw std::filesystem::filesystem_error(operation, path, std::error_code(code, std::generic_category()));
}

constexpr std::uint64_t largest_position = static_cast<std::uint64_t>(std::numeric_limits<off_t>::max());

void wait_for(int fd, short events) {
  pollfd entry{fd, events, 0};
  while (::poll(&entry, 1, -1) < 0) {
    if (errno == EINTR) continue;
    fail("wait for", {}, errno);
  }
}

}  // namespace

descriptor::descriptor(descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

descriptor& descriptor::operator=(descriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

descriptor::~descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

void descriptor::close(const std::filesystem::path& path) {
  // After EINTR the descriptor is closed all the same, on Linux; closing it again could close another's.
  if (::close(std::exchange(fd_, -1)) != 0 && errno != EINTR) fail("close", path, errno);
}

descriptor open_existing(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) fail("open", path, errno);
  return descriptor(fd);
}

void flush_to_device(int fd, const std::filesystem::path& path) {
  if (::fsync(fd) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP) fail("flush", path, errno);
}

void reserve_standard_descriptors() noexcept {
  for (int fd = 0; fd <= 2; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) continue;
    // The lowest free number is this one. If /dev/null is not there, nothing better is left to do.
    static_cast<void>(::open("/dev/null", (fd == 0 ? O_WRONLY : O_RDONLY) | O_NOCTTY));
  }
}

bool is_terminal(int fd) noexcept { return ::isatty(fd) == 1; }

void wait_until_readable(int fd) { wait_for(fd, POLLIN); }
void wait_until_writable(int fd) { wait_for(fd, POLLOUT); }

std::optional<std::uint64_t> position_of(int fd) noexcept {
  const off_t position = ::lseek(fd, 0, SEEK_CUR);
  if (position < 0) return std::nullopt;
  return static_cast<std::uint64_t>(position);
}

void move_to(int fd, std::uint64_t position, const std::filesystem::path& name) {
  if (position > largest_position || ::lseek(fd, static_cast<off_t>(position), SEEK_SET) < 0) {
    fail("seek", name, position > largest_position ? EOVERFLOW : errno);
  }
}

std::optional<stored_run> next_stored_run(int fd, std::uint64_t start, std::uint64_t stop) {
  if (start >= stop || start > largest_position) return std::nullopt;
  const off_t data = ::lseek(fd, static_cast<off_t>(start), SEEK_DATA);
  if (data < 0) {
    if (errno == ENXIO) return std::nullopt;
    return stored_run{start, stop};
  }
  const off_t hole = ::lseek(fd, data, SEEK_HOLE);
  const stored_run run{static_cast<std::uint64_t>(data), hole < 0 ? stop : static_cast<std::uint64_t>(hole)};
  if (run.start >= stop) return std::nullopt;
  return stored_run{run.start, std::min(run.stop, stop)};
}

}  // namespace memosaic::cli
