#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <sys/uio.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>

#include "memosaic/bytes/bytes_view.hpp"

struct sigaction;

/// The only system calls of the library and the only tests of the platform. Everything above asks `current()`.
namespace memosaic::os {

/// What a system call answered: a count, a position or a descriptor; or the error it failed with. Never both.
struct answer {
  std::int64_t value = 0;
  int error = 0;
  [[nodiscard]] bool failed() const noexcept { return error != 0; }
  [[nodiscard]] std::size_t count() const noexcept { return static_cast<std::size_t>(value); }
};

/// Where a mapping was put, or the error.
struct map_answer {
  std::byte* address = nullptr;
  int error = 0;
  [[nodiscard]] bool failed() const noexcept { return error != 0; }
};

enum class file_kind : std::uint8_t { regular, folder, pipe, socket, block_device, character_device, other };

struct file_status {
  file_kind kind = file_kind::other;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::uint64_t blocks = 0;       ///< of 512 bytes on the medium; 0 for holes, inline data, and all of /proc and /sys
  std::uint32_t permissions = 0;  ///< the twelve lowest bits of the mode
  std::int64_t modified_ns = 0;   ///< since 1970
};

enum class direction : std::uint8_t { reading, writing };
enum class seek_from : std::uint8_t {
  start,
  current,
  data,  ///< the first byte at or after a place that is stored; ENXIO if there is none
  hole,  ///< the first that is not; the end of a file counts
};
enum class advice : std::uint8_t { normal, sequential, random, will_need, dont_need, huge_pages };

/// How many pages of a run of a file are in memory, how many of those wait to be written or are being written, and how
/// many there are.
struct cached_pages {
  std::uint64_t cached = 0;
  std::uint64_t unwritten = 0;
  std::uint64_t all = 0;
};

/// What the system limits for a process.
enum class limit_kind : std::uint8_t { address_space, locked_memory, descriptors };

/// What mapped pages are for: reading; writing the file; writing copies of its pages that nobody else sees.
enum class map_access : std::uint8_t { read, write, copy_on_write };

/// The system, one virtual function per call. Each makes its call exactly once: `retried()` repeats what a signal
/// interrupted. A test derives from it to count calls, to fail the k-th, or to let only a few bytes through.
///
/// Errors: returned, never thrown. ENOSYS where the platform has no such call; every caller has another way then.
/// Cost: one predicted indirect call beside the system call.
class calls {
 public:
  constexpr calls() = default;
  calls(const calls&) = delete;
  calls& operator=(const calls&) = delete;

  /// Opens for reading, never to be inherited by a program that is started, never as a controlling terminal.
  virtual answer open(const char* path) noexcept;

  /// Not to be retried: after EINTR the descriptor is closed, and its number may already be somebody else's.
  virtual answer close(int fd) noexcept;

  /// Opens what exists, for reading and writing.
  virtual answer open_to_write(const char* path) noexcept;

  virtual answer status(int fd, file_status& result) noexcept;

  /// Of what a path names; symbolic links are followed.
  virtual answer path_status(const char* path, file_status& result) noexcept;
  virtual answer read_link(const char* path, std::span<char> target) noexcept;
  virtual answer read(int fd, mutable_bytes_view target) noexcept;
  virtual answer read_at(int fd, mutable_bytes_view target, std::uint64_t offset) noexcept;
  virtual answer write(int fd, std::span<const ::iovec> parts) noexcept;

  virtual answer write_at(int fd, bytes_view source, std::uint64_t offset) noexcept;

  /// To a socket, without SIGPIPE. Anything else answers ENOTSOCK before any byte is looked at.
  virtual answer send(int socket, std::span<const ::iovec> parts) noexcept;

  /// Moves the position; answers the new one. EINVAL where the system cannot tell data from holes.
  virtual answer seek(int fd, std::int64_t distance, seek_from base) noexcept;

  /// Waits until `fd` can be read or written, or has an error to tell; answers 0 when the time is up.
  virtual answer wait(int fd, direction way, int milliseconds) noexcept;

  // From descriptor to descriptor, at their own positions, inside the kernel.
  virtual answer copy_range(int source, int target, std::size_t size) noexcept;
  virtual answer send_file(int source, int target, std::size_t size) noexcept;
  virtual answer splice(int source, int target, std::size_t size) noexcept;

  // The same from and to given offsets; positions stay.
  virtual answer copy_range_at(int source, std::uint64_t from, int target, std::uint64_t to, std::size_t size) noexcept;
  virtual answer send_file_at(int source, std::uint64_t from, int target, std::size_t size) noexcept;

  /// A new, empty file to read and write, with these permissions less what the umask takes; EEXIST if the name is
  /// taken, be it by a link.
  virtual answer create(const char* path, std::uint32_t permissions) noexcept;

  /// A new file in a folder that never has a name, to read and write; it is gone when it is closed, or its process ends
  /// in any way. EOPNOTSUPP, EISDIR or ENOSYS where a file must have a name.
  virtual answer create_unnamed(const char* folder, std::uint32_t permissions) noexcept;

  /// The same, but a name may be given to it: by `name_it`, which answers EEXIST if that is taken.
  virtual answer create_nameable(const char* folder, std::uint32_t permissions) noexcept;
  virtual answer name_it(int fd, const char* path) noexcept;

  /// Opens a folder, to be flushed.
  virtual answer open_folder(const char* path) noexcept;
  virtual answer set_size(int fd, std::uint64_t size) noexcept;

  /// Finds room on the medium for a run of a file; beyond its end it either `grows` or keeps the room for later.
  /// EOPNOTSUPP where room cannot be had before it is written.
  virtual answer allocate(int fd, std::uint64_t offset, std::uint64_t size, bool grows) noexcept;
  virtual answer set_permissions(int fd, std::uint32_t permissions) noexcept;

  /// Waits until a file, or the names in a folder, are on the device.
  virtual answer flush(int fd) noexcept;

  /// Begins to write a run of a file to the device, and does not wait.
  virtual answer begin_flush(int fd, std::uint64_t offset, std::uint64_t size) noexcept;

  /// Hints how a run of a file will be read, or that it will not be.
  virtual answer advise_file(int fd, std::uint64_t offset, std::uint64_t size, advice kind) noexcept;

  /// Counts the pages of a run of a file that are in memory. EPERM to those who may not know.
  virtual answer count_cached(int fd, std::uint64_t offset, std::uint64_t size, cached_pages& result) noexcept;

  /// Whether the file that a path names may be written.
  virtual answer may_write(const char* path) noexcept;

  /// Gives a file another name, in one step; what had that name is gone.
  virtual answer rename(const char* from, const char* to) noexcept;

  /// The same where nothing has that name: EEXIST otherwise. EINVAL on file systems that cannot tell.
  virtual answer rename_to_new(const char* from, const char* to) noexcept;

  /// Gives a file a second name; EEXIST if it is taken.
  virtual answer link(const char* from, const char* to) noexcept;

  /// Removes a name.
  virtual answer remove(const char* path) noexcept;

  /// `offset` is a multiple of the page size, `size` is not 0, and may reach beyond the end of the file.
  virtual map_answer map(int fd, std::uint64_t offset, std::size_t size, map_access how) noexcept;
  virtual answer unmap(std::byte* address, std::size_t size) noexcept;
  virtual answer advise(std::byte* address, std::size_t size, advice kind) noexcept;

  /// Has pages read now, or made writable; EFAULT if the file does not have them, EINVAL where it cannot be asked.
  virtual answer populate(std::byte* address, std::size_t size, bool writable) noexcept;

  /// Tells for each page whether it is in memory, in the lowest bit. Untrue for files that the process may not write.
  virtual answer resident(std::byte* address, std::size_t size, std::span<unsigned char> pages) noexcept;

  /// Waits until what was written to shared pages is on the device.
  virtual answer flush_pages(std::byte* address, std::size_t size) noexcept;

  /// Keeps pages in memory, or lets them go.
  virtual answer lock(std::byte* address, std::size_t size) noexcept;
  virtual answer unlock(std::byte* address, std::size_t size) noexcept;

  /// Asks for a limit; the largest number if there is none.
  virtual answer limit(limit_kind kind, std::uint64_t& result) noexcept;

  /// Puts private zero pages where pages are mapped. Called by the handler of SIGBUS: whoever overrides it may do only
  /// what a handler may.
  virtual answer map_zeros(std::byte* address, std::size_t size, bool writable) noexcept;

  /// Sets what a signal does if `next` is not null, and tells what it did before.
  virtual answer signal_action(int signal, const struct ::sigaction* next, struct ::sigaction& before) noexcept;

 protected:
  ~calls() = default;  ///< nobody owns one through this class; trivial, so that the system outlives every static object
};

namespace detail {
extern std::atomic<calls*> installed;
}

/// What stands for the system now: the system itself, but in tests.
[[nodiscard]] inline calls& current() noexcept { return *detail::installed.load(std::memory_order_acquire); }

/// Puts `replacement` in its place and returns what was there. For tests, while no other thread makes calls.
calls& replace(calls& replacement) noexcept;

/// Repeats a call while signals interrupt it.
template <typename Call>
[[nodiscard]] auto retried(const Call& call) noexcept {
  auto result = call();
  while (result.error == EINTR) result = call();
  return result;
}

/// Most bytes that one call moves: what Linux takes at most, and other systems accept.
inline constexpr std::size_t call_limit = 0x7ffff000;

/// Most parts that one gathering call takes.
inline constexpr std::size_t part_limit = 1024;

/// Size of a page of memory, a power of two.
[[nodiscard]] std::size_t page_size() noexcept;

/// The number of this process.
[[nodiscard]] std::int64_t process_number() noexcept;

/// Whether an error only says that the kernel does not move bytes in this way between these two descriptors.
[[nodiscard]] bool refuses_pair(int error) noexcept;

/// Whether an error means "not now" on a descriptor that does not block.
[[nodiscard]] bool is_not_now(int error) noexcept;

}  // namespace memosaic::os
