// SPDX-License-Identifier: Apache-2.0
#include "os/calls.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/sendfile.h>
#include <sys/syscall.h>
#endif

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <limits>

namespace memosaic::os {
namespace {

answer answer_of(std::int64_t result) noexcept {
  if (result < 0) return {0, errno};
  return {result, 0};
}

/// What the system calls an open file of this process.
std::array<char, 32> own_descriptor(int fd) noexcept {
  std::array<char, 32> path{"/proc/self/fd/"};
  *std::to_chars(path.data() + std::strlen(path.data()), path.data() + path.size() - 1, fd).ptr = '\0';
  return path;
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

answer calls::open_to_write(const char* path) noexcept {
  return answer_of(::open(path, O_RDWR | O_CLOEXEC | O_NOCTTY));
}

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

answer calls::write_at(int fd, bytes_view source, std::uint64_t offset) noexcept {
  if (!fits_offset(offset)) return {0, EFBIG};
  return answer_of(::pwrite(fd, source.data(), std::min(source.size(), call_limit), static_cast<::off_t>(offset)));
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

answer calls::copy_range_at(int source, std::uint64_t from, int target, std::uint64_t to, std::size_t size) noexcept {
  if (!fits_offset(from) || !fits_offset(to)) return {0, EOVERFLOW};
  auto source_offset = static_cast<::off64_t>(from);
  auto target_offset = static_cast<::off64_t>(to);
  return answer_of(::copy_file_range(source, &source_offset, target, &target_offset, std::min(size, call_limit), 0));
}

answer calls::send_file_at(int source, std::uint64_t from, int target, std::size_t size) noexcept {
  if (!fits_offset(from)) return {0, EOVERFLOW};
  auto offset = static_cast<::off_t>(from);
  return answer_of(::sendfile(target, source, &offset, std::min(size, call_limit)));
}

answer calls::allocate(int fd, std::uint64_t offset, std::uint64_t size, bool grows) noexcept {
  if (!fits_offset(offset) || !fits_offset(size)) return {0, EFBIG};
  return answer_of(
      ::fallocate(fd, grows ? 0 : FALLOC_FL_KEEP_SIZE, static_cast<::off_t>(offset), static_cast<::off_t>(size)));
}

answer calls::begin_flush(int fd, std::uint64_t offset, std::uint64_t size) noexcept {
  if (!fits_offset(offset) || !fits_offset(size)) return {0, EINVAL};
  return answer_of(
      ::sync_file_range(fd, static_cast<::off64_t>(offset), static_cast<::off64_t>(size), SYNC_FILE_RANGE_WRITE));
}

answer calls::count_cached(int fd, std::uint64_t offset, std::uint64_t size, cached_pages& result) noexcept {
  // The call and its structures are Linux 6.5's; its headers may be older.
  constexpr long cachestat_number = 451;
  struct {
    std::uint64_t offset;
    std::uint64_t size;
  } range{offset, size};
  struct {
    std::uint64_t cached, dirty, in_writeback, evicted, recently_evicted;
  } counts{};
  const auto done = answer_of(::syscall(cachestat_number, fd, &range, &counts, 0));
  if (done.failed()) return done;
  result.cached = counts.cached;
  result.unwritten = counts.dirty + counts.in_writeback;
  result.all = size == 0 ? 0 : (offset % page_size() + size + page_size() - 1) / page_size();
  return done;
}

answer calls::populate(std::byte* address, std::size_t size, bool writable) noexcept {
  constexpr int populate_read = 22;  // since Linux 5.14
  constexpr int populate_write = 23;
  return answer_of(::madvise(address, size, writable ? populate_write : populate_read));
}
#else
answer calls::copy_range(int, int, std::size_t) noexcept { return {0, ENOSYS}; }
answer calls::copy_range_at(int, std::uint64_t, int, std::uint64_t, std::size_t) noexcept { return {0, ENOSYS}; }
answer calls::send_file_at(int, std::uint64_t, int, std::size_t) noexcept { return {0, ENOSYS}; }
answer calls::allocate(int, std::uint64_t, std::uint64_t, bool) noexcept { return {0, EOPNOTSUPP}; }
answer calls::begin_flush(int, std::uint64_t, std::uint64_t) noexcept { return {0, ENOSYS}; }
answer calls::count_cached(int, std::uint64_t, std::uint64_t, cached_pages&) noexcept { return {0, ENOSYS}; }
answer calls::populate(std::byte*, std::size_t, bool) noexcept { return {0, EINVAL}; }
answer calls::send_file(int, int, std::size_t) noexcept { return {0, ENOSYS}; }
answer calls::splice(int, int, std::size_t) noexcept { return {0, ENOSYS}; }
#endif

answer calls::create(const char* path, std::uint32_t permissions) noexcept {
  constexpr int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  return answer_of(::open(path, flags, static_cast<::mode_t>(permissions)));
}

answer calls::create_unnamed(const char* folder, std::uint32_t permissions) noexcept {
#if defined(O_TMPFILE)
  constexpr int flags = O_RDWR | O_TMPFILE | O_EXCL | O_CLOEXEC;
  return answer_of(::open(folder, flags, static_cast<::mode_t>(permissions)));
#else
  static_cast<void>(folder), static_cast<void>(permissions);
  return {0, ENOSYS};
#endif
}

answer calls::create_nameable(const char* folder, std::uint32_t permissions) noexcept {
#if defined(O_TMPFILE)
  const auto made = answer_of(::open(folder, O_RDWR | O_TMPFILE | O_CLOEXEC, static_cast<::mode_t>(permissions)));
  // What could not be named later, for the system does not show its descriptors, is not made.
  if (made.failed() || ::access(own_descriptor(static_cast<int>(made.value)).data(), F_OK) == 0) return made;
  ::close(static_cast<int>(made.value));
  return {0, EOPNOTSUPP};
#else
  static_cast<void>(folder), static_cast<void>(permissions);
  return {0, ENOSYS};
#endif
}

answer calls::name_it(int fd, const char* path) noexcept {
  return answer_of(::linkat(AT_FDCWD, own_descriptor(fd).data(), AT_FDCWD, path, AT_SYMLINK_FOLLOW));
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
#if defined(MADV_HUGEPAGE)
  constexpr int huge_pages = MADV_HUGEPAGE;
#else
  constexpr int huge_pages = MADV_NORMAL;
#endif
  constexpr int codes[] = {MADV_NORMAL, MADV_SEQUENTIAL, MADV_RANDOM, MADV_WILLNEED, MADV_DONTNEED, huge_pages};
  return answer_of(::madvise(address, size, codes[static_cast<std::size_t>(kind)]));
}

answer calls::advise_file(int fd, std::uint64_t offset, std::uint64_t size, advice kind) noexcept {
#if defined(POSIX_FADV_NORMAL)
  if (!fits_offset(offset) || !fits_offset(size)) return {0, EINVAL};
  constexpr int codes[] = {POSIX_FADV_NORMAL, POSIX_FADV_SEQUENTIAL, POSIX_FADV_RANDOM, POSIX_FADV_WILLNEED,
                           POSIX_FADV_DONTNEED};
  // This one call answers the error itself.
  return {0, ::posix_fadvise(fd, static_cast<::off_t>(offset), static_cast<::off_t>(size),
                             codes[static_cast<std::size_t>(kind)])};
#else
  static_cast<void>(fd), static_cast<void>(offset), static_cast<void>(size), static_cast<void>(kind);
  return {0, ENOSYS};
#endif
}

answer calls::may_write(const char* path) noexcept { return answer_of(::faccessat(AT_FDCWD, path, W_OK, AT_EACCESS)); }

answer calls::resident(std::byte* address, std::size_t size, std::span<unsigned char> pages) noexcept {
#if defined(__linux__)
  return answer_of(::mincore(address, size, pages.data()));
#else
  static_cast<void>(address), static_cast<void>(size), static_cast<void>(pages);
  return {0, ENOSYS};
#endif
}

answer calls::flush_pages(std::byte* address, std::size_t size) noexcept {
  return answer_of(::msync(address, size, MS_SYNC));
}

answer calls::lock(std::byte* address, std::size_t size) noexcept { return answer_of(::mlock(address, size)); }
answer calls::unlock(std::byte* address, std::size_t size) noexcept { return answer_of(::munlock(address, size)); }

answer calls::limit(limit_kind kind, std::uint64_t& result) noexcept {
  constexpr decltype(RLIMIT_AS) codes[] = {RLIMIT_AS, RLIMIT_MEMLOCK, RLIMIT_NOFILE};
  struct ::rlimit limit {};
  const auto done = answer_of(::getrlimit(codes[static_cast<std::size_t>(kind)], &limit));
  if (done.failed()) return done;
  result = limit.rlim_cur == RLIM_INFINITY ? std::numeric_limits<std::uint64_t>::max() : limit.rlim_cur;
  return done;
}

answer calls::map_zeros(std::byte* address, std::size_t size, bool writable) noexcept {
  const int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
  constexpr int flags = MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
#if defined(SYS_mmap) && (defined(__x86_64__) || defined(__aarch64__))
  // The call itself, not the function of the C library: other threads may be reading these very bytes, which is meant
  // here, and what watches over threads knows the function and takes that for a race.
  const auto mapped = answer_of(::syscall(SYS_mmap, address, size, long{protection}, long{flags}, -1L, 0L));
  return mapped.failed() ? mapped : answer{};
#else
  return ::mmap(address, size, protection, flags, -1, 0) == MAP_FAILED ? answer{0, errno} : answer{};
#endif
}

answer calls::signal_action(int signal, const struct ::sigaction* next, struct ::sigaction& before) noexcept {
  return answer_of(::sigaction(signal, next, &before));
}

std::size_t page_size() noexcept {
  static const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return size;
}

std::int64_t process_number() noexcept { return ::getpid(); }

bool refuses_pair(int error) noexcept {
  switch (error) {
    case EINVAL:      // no such pair; a target that appends; procfs
    case ENOSYS:      // no such call
    case EXDEV:       // two file systems
    case EOPNOTSUPP:  // this file system does not
    case EPERM:       // a sandbox does not know the call
    case ETXTBSY:     // a swap file
    case EOVERFLOW:   // positions near 2^63
    case ENOMEM:      // no memory for a pipe inside
      return true;
    default:
      return false;
  }
}

bool is_not_now(int error) noexcept { return error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace memosaic::os
