// SPDX-License-Identifier: Apache-2.0
#include "data/disk_file.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "data/random_bytes.hpp"
#include "data/temporary_files.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/page_cache.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t chunk_size = 16 * mebibyte;

void require(bool holds, const std::string& what) {
  if (!holds) throw std::system_error(errno, std::generic_category(), what);
}

int open_unnamed(const std::filesystem::path& folder) {
  int fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd >= 0) return fd;
  std::string name = (folder / "memosaic-bench-XXXXXX").string();
  fd = ::mkostemp(name.data(), O_CLOEXEC);
  require(fd >= 0, name);
  ::unlink(name.c_str());
  return fd;
}

void require_room(int fd, std::size_t size, const std::filesystem::path& folder) {
  struct statvfs about {};
  require(::fstatvfs(fd, &about) == 0, folder.string());
  const std::uint64_t free = std::uint64_t{about.f_bavail} * about.f_frsize;
  if (free / 2 < size) {
    throw std::runtime_error(folder.string() + ": " + std::to_string(free / mebibyte) + " MiB are free; a file of " +
                             std::to_string(size / mebibyte) + " would take most of them");
  }
}

}  // namespace

disk_file::disk_file(std::size_t size, bool stored) : size_(size) {
  const std::filesystem::path folder = folder_on_disk();
  fd_ = open_unnamed(folder);
  try {
    if (stored) require_room(fd_, size, folder);
    require(::ftruncate(fd_, static_cast<off_t>(size)) == 0, folder.string());
    if (stored) fill();
  } catch (...) {
    ::close(fd_);
    throw;
  }
}

disk_file::~disk_file() { ::close(fd_); }

void disk_file::fill() {
  std::vector<std::uint64_t> words(chunk_size / sizeof(std::uint64_t));
  random_numbers numbers(size_);
  for (std::size_t at = 0; at < size_; at += chunk_size) {
    for (std::uint64_t& word : words) sum_ += word = numbers.next();
    std::size_t done = 0;
    while (done < chunk_size) {
      const auto* const from = reinterpret_cast<const std::byte*>(words.data()) + done;
      const ssize_t written = ::pwrite(fd_, from, chunk_size - done, static_cast<off_t>(at + done));
      require(written > 0, path());
      done += static_cast<std::size_t>(written);
    }
  }
  require(::fdatasync(fd_) == 0, path());  // else the kernel writes it while something else is measured
}

std::string disk_file::path() const { return "/proc/self/fd/" + std::to_string(fd_); }

void disk_file::evict() const {
  ::posix_fadvise(fd_, 0, 0, POSIX_FADV_DONTNEED);
  const std::optional<page_residency> left = residency(file::borrow(fd_), {0, size_});
  if (left && left->resident > left->pages / 100) {
    throw std::runtime_error("the page cache keeps the file here: " + std::to_string(left->resident) + " of " +
                             std::to_string(left->pages) + " pages stayed");
  }
}

const disk_file& warm_file() {
  static const disk_file made = disk_file::random(warm_size);
  return made;
}

const disk_file& cold_file() {
  static const disk_file made = disk_file::random(cold_size);
  return made;
}

}  // namespace memosaic::bench
