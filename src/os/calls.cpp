// SPDX-License-Identifier: Apache-2.0
#include "os/calls.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/sendfile.h>
#endif

#include <algorithm>
#include <limits>

namespace memosaic::os {
namespace {

answer answer_of(std::int64_t result) noexcept {
  if (result < 0) return {0, errno};
  return {result, 0};
}

/// Offsets are unsigned above and signed below: what does not fit is beyond the end of every file.
constexpr auto last_offset = static_cast<std::uint64_t>(std::numeric_limits<::off_t>::max());

bool fits_offset(std::uint64_t offset) noexcept { return offset <= last_offset; }

file_kind kind_of(::mode_t mode) noexcept {
  if (S_ISREG(mode)) return file_kind::regular;
  if (S_ISDIR(mode)) return file_kind::folder;
  if (S_ISFIFO(mode)) return file_kind::pipe;
  if (S_ISSOCK(mode)) return file_kind::socket;
  if (S_ISBLK(mode)) return file_kind::block_device;
  if (S_ISCHR(mode)) return file_kind::character_device;
  return file_kind::other;
}

std::int64_t modified_ns(const struct ::stat& status) noexcept {
#if defined(__APPLE__)
  const auto& time = status.st_mtimespec;
#else
  const auto& time = status.st_mtim;
#endif
  // A time beyond the year 2262 does not fit; wrapping still tells one state from another.
  const auto seconds = static_cast<std::uint64_t>(time.tv_sec);
  return static_cast<std::int64_t>(seconds * 1'000'000'000u + static_cast<std::uint64_t>(time.tv_nsec));
}

file_status status_of(const struct ::stat& status) noexcept {
  file_status result;
  result.kind = kind_of(status.st_mode);
  result.device = static_cast<std::uint64_t>(status.st_dev);
  result.inode = static_cast<std::uint64_t>(status.st_ino);
  result.size = static_cast<std::uint64_t>(status.st_size);
  result.blocks = static_cast<std::uint64_t>(status.st_blocks);
  result.permissions = static_cast<std::uint32_t>(status.st_mode) & 07777U;
  result.modified_ns = modified_ns(status);
  return result;
}

class system_calls final : public calls {};
constinit system_calls the_system;

}  // namespace

namespace detail {
constinit std::atomic<calls*> installed{&the_system};
}

calls& replace(calls& replacement) noexcept {
  return *detail::installed.exchange(&replacement, std::memory_order_acq_rel);
}

answer calls::open(const char* path) noexcept { return answer_of(::open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)); }

answer calls::close(int fd) noexcept { return answer_of(::close(fd)); }

answer calls::status(int fd, file_status& result) noexcept {
  struct ::stat status {};
  const auto done = answer_of(::fstat(fd, &status));
  if (!done.failed()) result = status_of(status);
  return done;
}

answer calls::path_status(const char* path, file_status& result) noexcept {
  struct ::stat status {};
  const auto done = answer_of(::stat(path, &status));
  if (!done.failed()) result = status_of(status);
  return done;
}

answer calls::read_link(const char* path, std::span<char> target) noexcept {
  return answer_of(::readlink(path, target.data(), target.size()));
}

answer calls::read(int fd, mutable_bytes_view target) noexcept {
  return answer_of(::read(fd, target.data(), std::min(target.size(), call_limit)));
}

answer calls::read_at(int fd, mutable_bytes_view target, std::uint64_t offset) noexcept {
  // No file reaches beyond that offset, and Linux refuses to read a run that does, even where it begins behind the end.
  if (offset >= last_offset) return {0, 0};
  const auto most = std::min<std::uint64_t>(last_offset - offset, call_limit);
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(target.size(), most));
  return answer_of(::pread(fd, target.data(), size, static_cast<::off_t>(offset)));
}

answer calls::write(int fd, std::span<const ::iovec> parts) noexcept {
  return answer_of(::writev(fd, parts.data(), static_cast<int>(parts.size())));
}

answer calls::send(int socket, std::span<const ::iovec> parts) noexcept {
#if defined(MSG_NOSIGNAL)
  ::msghdr message{};
  message.msg_iov = const_cast<::iovec*>(parts.data());
  message.msg_iovlen = static_cast<decltype(message.msg_iovlen)>(parts.size());
  return answer_of(::sendmsg(socket, &message, MSG_NOSIGNAL));
#else
  static_cast<void>(socket), static_cast<void>(parts);
  return {0, ENOTSOCK};
#endif
}

answer calls::seek(int fd, std::int64_t distance, seek_from base) noexcept {
#if defined(SEEK_DATA) && defined(SEEK_HOLE)
  constexpr int codes[] = {SEEK_SET, SEEK_CUR, SEEK_DATA, SEEK_HOLE};
#else
  constexpr int codes[] = {SEEK_SET, SEEK_CUR, -1, -1};
#endif
  return answer_of(::lseek(fd, static_cast<::off_t>(distance), codes[static_cast<std::size_t>(base)]));
}

answer calls::wait(int fd, direction way, int milliseconds) noexcept {
  ::pollfd entry{fd, static_cast<short>(way == direction::reading ? POLLIN : POLLOUT), 0};
  return answer_of(::poll(&entry, 1, milliseconds));
}

#if defined(__linux__)
answer calls::copy_range(int source, int target, std::size_t size) noexcept {
  return answer_of(::copy_file_range(source, nullptr, target, nullptr, std::min(size, call_limit), 0));
}

answer calls::send_file(int source, int target, std::size_t size) noexcept {
  return answer_of(::sendfile(target, source, nullptr, std::min(size, call_limit)));
}

answer calls::splice(int source, int target, std::size_t size) noexcept {
  return answer_of(::splice(source, nullptr, target, nullptr, std::min(size, call_limit), 0));
}
#else
answer calls::copy_range(int, int, std::size_t) noexcept { return {0, ENOSYS}; }
answer calls::send_file(int, int, std::size_t) noexcept { return {0, ENOSYS}; }
answer calls::splice(int, int, std::size_t) noexcept { return {0, ENOSYS}; }
#endif

answer calls::create(const char* path, std::uint32_t permissions) noexcept {
  constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  return answer_of(::open(path, flags, static_cast<::mode_t>(permissions)));
}

answer calls::open_folder(const char* path) noexcept {
  return answer_of(::open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

answer calls::set_size(int fd, std::uint64_t size) noexcept {
  if (!fits_offset(size)) return {0, EFBIG};
  return answer_of(::ftruncate(fd, static_cast<::off_t>(size)));
}

answer calls::set_permissions(int fd, std::uint32_t permissions) noexcept {
  return answer_of(::fchmod(fd, static_cast<::mode_t>(permissions)));
}

answer calls::flush(int fd) noexcept { return answer_of(::fsync(fd)); }

answer calls::rename(const char* from, const char* to) noexcept { return answer_of(::rename(from, to)); }

answer calls::rename_to_new(const char* from, const char* to) noexcept {
#if defined(RENAME_NOREPLACE)
  return answer_of(::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE));
#else
  static_cast<void>(from), static_cast<void>(to);
  return {0, ENOSYS};
#endif
}

answer calls::link(const char* from, const char* to) noexcept { return answer_of(::link(from, to)); }

answer calls::remove(const char* path) noexcept { return answer_of(::unlink(path)); }

map_answer calls::map(int fd, std::uint64_t offset, std::size_t size, map_access how) noexcept {
  if (!fits_offset(offset)) return {nullptr, EOVERFLOW};
  const int protection = how == map_access::read ? PROT_READ : PROT_READ | PROT_WRITE;
  const int flags = how == map_access::copy_on_write ? MAP_PRIVATE : MAP_SHARED;
  void* address = ::mmap(nullptr, size, protection, flags, fd, static_cast<::off_t>(offset));
  if (address == MAP_FAILED) return {nullptr, errno};
  return {static_cast<std::byte*>(address), 0};
}

answer calls::unmap(std::byte* address, std::size_t size) noexcept { return answer_of(::munmap(address, size)); }

answer calls::advise(std::byte* address, std::size_t size, advice kind) noexcept {
  constexpr int codes[] = {MADV_NORMAL, MADV_SEQUENTIAL, MADV_RANDOM, MADV_WILLNEED, MADV_DONTNEED};
  return answer_of(::madvise(address, size, codes[static_cast<std::size_t>(kind)]));
}

answer calls::map_zeros(std::byte* address, std::size_t size, bool writable) noexcept {
  const int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
  constexpr int flags = MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  return ::mmap(address, size, protection, flags, -1, 0) == MAP_FAILED ? answer{0, errno} : answer{};
}

answer calls::signal_action(int signal, const struct ::sigaction* next, struct ::sigaction& before) noexcept {
  return answer_of(::sigaction(signal, next, &before));
}

std::size_t page_size() noexcept {
  static const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return size;
}

std::int64_t process_number() noexcept { return ::getpid(); }

bool is_not_now(int error) noexcept { return error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace memosaic::os
