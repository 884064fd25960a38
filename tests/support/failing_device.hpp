#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <fcntl.h>
#include <linux/fuse.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>

#include "os/descriptor.hpp"

namespace memosaic::test {

/// A file system with one file, "file", of which everything from a place on cannot be read until it is healed: the
/// device says EIO. It speaks the protocol of the kernel's FUSE (include/uapi/linux/fuse.h) by itself.
///
/// To be made in a child process, which gets a mount of its own that goes with it: see `in_child`.
class failing_device {
 public:
  static constexpr std::uint64_t size = 64 * 4096;
  static constexpr std::uint64_t bad_from = 40 * 4096;

  /// The byte that the file has at an offset.
  static std::byte byte_at(std::uint64_t offset) { return static_cast<std::byte>(1 + offset % 251); }

  /// Mounts it on an empty folder. `healed` names what need only exist to heal it. `missing()` says why it is not
  /// there.
  failing_device(const std::filesystem::path& folder, std::filesystem::path healed)
      : healed_(std::move(healed)), file_(folder / "file") {
    const os::descriptor device(::open("/dev/fuse", O_RDWR | O_CLOEXEC));
    missing_ = mount_at(folder, device.fd());
    if (!missing_.empty()) return;
    server_ = ::fork();
    if (server_ != 0) return;
    serve(device.fd());
    ::_exit(0);
  }
  failing_device(const failing_device&) = delete;
  failing_device& operator=(const failing_device&) = delete;
  ~failing_device() {
    if (server_ > 0) ::umount2(file_.parent_path().c_str(), MNT_DETACH);
  }

  [[nodiscard]] const std::string& missing() const noexcept { return missing_; }
  [[nodiscard]] const std::filesystem::path& file() const noexcept { return file_; }
  void heal() const { os::descriptor(::open(healed_.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600)); }

 private:
  static std::string mount_at(const std::filesystem::path& folder, int device) {
    const auto because = [](const char* why) { return std::string(why) + ": " + std::strerror(errno); };
    if (device < 0) return because("/dev/fuse cannot be opened");
    // A name space of its own needs no right where users may have theirs.
    if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return because("no name space");
    const std::string options = "fd=" + std::to_string(device) + ",rootmode=40000,user_id=0,group_id=0";
    ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
    const int done = ::mount("failing", folder.c_str(), "fuse", MS_NOSUID | MS_NODEV, options.c_str());
    return done == 0 ? std::string() : because("mounting is refused");
  }

  static void answer(int device, const ::fuse_in_header& to, int error, const void* body, std::size_t length) {
    std::array<char, sizeof(::fuse_out_header) + (1U << 17)> reply;
    const ::fuse_out_header header{static_cast<std::uint32_t>(sizeof header + length), -error, to.unique};
    std::memcpy(reply.data(), &header, sizeof header);
    if (length != 0) std::memcpy(reply.data() + sizeof header, body, length);
    [[maybe_unused]] const auto written = ::write(device, reply.data(), header.len);
  }

  static ::fuse_attr attributes(std::uint64_t node) {
    ::fuse_attr attr{};
    attr.ino = node;
    attr.mode = node == 1 ? S_IFDIR | 0755U : S_IFREG | 0644U;
    attr.nlink = 1;
    attr.size = node == 1 ? 0 : size;
    attr.blocks = attr.size / 512;
    attr.blksize = 4096;
    return attr;
  }

  void serve(int device) const {
    alignas(8) std::array<char, (1U << 17) + 4096> request;
    for (;;) {
      const auto got = ::read(device, request.data(), request.size());
      if (got < 0 && (errno == EINTR || errno == ENOENT)) continue;
      if (got < static_cast<::ssize_t>(sizeof(::fuse_in_header))) return;  // it is unmounted
      ::fuse_in_header header;
      std::memcpy(&header, request.data(), sizeof header);
      const char* const body = request.data() + sizeof header;
      switch (header.opcode) {
        case FUSE_INIT: {
          ::fuse_init_in init;
          std::memcpy(&init, body, std::min<std::size_t>(sizeof init, header.len - sizeof header));
          ::fuse_init_out out{};
          out.major = FUSE_KERNEL_VERSION;
          out.minor = std::min<std::uint32_t>(init.minor, FUSE_KERNEL_MINOR_VERSION);
          out.max_readahead = 1U << 16;
          out.max_write = 4096;
          answer(device, header, 0, &out, sizeof out);
          break;
        }
        case FUSE_LOOKUP: {
          ::fuse_entry_out out{};
          out.nodeid = 2;
          out.attr = attributes(2);
          out.entry_valid = out.attr_valid = 1000;
          const bool known = std::strcmp(body, "file") == 0;
          answer(device, header, known ? 0 : ENOENT, &out, known ? sizeof out : 0);
          break;
        }
        case FUSE_GETATTR: {
          ::fuse_attr_out out{};
          out.attr = attributes(header.nodeid);
          out.attr_valid = 1000;
          answer(device, header, 0, &out, sizeof out);
          break;
        }
        case FUSE_OPEN: {
          ::fuse_open_out out{};
          out.open_flags = FOPEN_KEEP_CACHE;
          answer(device, header, 0, &out, sizeof out);
          break;
        }
        case FUSE_READ:
          read(device, header, body);
          break;
        case FUSE_FORGET:
        case FUSE_BATCH_FORGET:
        case FUSE_INTERRUPT:
          break;
        case FUSE_FLUSH:
        case FUSE_RELEASE:
          answer(device, header, 0, nullptr, 0);
          break;
        default:
          answer(device, header, ENOSYS, nullptr, 0);
      }
    }
  }

  void read(int device, const ::fuse_in_header& header, const char* body) const {
    ::fuse_read_in what;
    std::memcpy(&what, body, sizeof what);
    const std::uint64_t stop = std::min<std::uint64_t>(size, what.offset + what.size);
    if (stop > bad_from && ::access(healed_.c_str(), F_OK) != 0) return answer(device, header, EIO, nullptr, 0);
    std::array<std::byte, 1U << 17> bytes;
    std::size_t length = 0;
    for (std::uint64_t at = what.offset; at < stop && length < bytes.size(); ++at) bytes[length++] = byte_at(at);
    answer(device, header, 0, bytes.data(), length);
  }

  std::filesystem::path healed_;
  std::filesystem::path file_;
  std::string missing_;
  ::pid_t server_ = -1;
};

}  // namespace memosaic::test
