// SPDX-License-Identifier: Apache-2.0
#include "peers/raw_maps.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace memosaic::bench {
namespace {

std::byte* map_pages(int fd, std::uint64_t offset, std::size_t size) {
  void* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd, static_cast<off_t>(offset));
  if (mapped == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  return static_cast<std::byte*>(mapped);
}

void unmap_pages(const std::byte* data, std::size_t size) noexcept { ::munmap(const_cast<std::byte*>(data), size); }

}  // namespace

raw_map::raw_map(int fd, std::uint64_t offset, std::size_t size) : data_(map_pages(fd, offset, size)), size_(size) {}

raw_map::raw_map(raw_map&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

raw_map::~raw_map() {
  if (data_ != nullptr) unmap_pages(data_, size_);
}

void raw_map::advise(int advice) const {
  if (::madvise(const_cast<std::byte*>(data_), size_, advice) != 0) {
    throw std::system_error(errno, std::generic_category(), "madvise");
  }
}

bytes_view access_map::map(std::uint64_t offset, std::size_t size) {
  static const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  struct stat about {};
  if (::fstat(fd_, &about) != 0) throw std::system_error(errno, std::generic_category(), "fstat");
  const auto end = static_cast<std::uint64_t>(about.st_size);
  if (offset > end || size > end - offset) throw std::out_of_range("beyond the end of the file");
  const std::uint64_t start = offset / page * page;
  const auto into = static_cast<std::size_t>(offset - start);
  std::byte* const fresh = map_pages(fd_, start, into + size);
  unmap();
  mapped_ = fresh;
  mapped_size_ = into + size;
  return {fresh + into, size};
}

void access_map::unmap() noexcept {
  if (mapped_ != nullptr) unmap_pages(mapped_, mapped_size_);
  mapped_ = nullptr;
}

void read_all_at(int fd, std::uint64_t offset, mutable_bytes_view target) {
  while (!target.empty()) {
    const ssize_t got = ::pread(fd, target.data(), target.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw std::system_error(got < 0 ? errno : EIO, std::generic_category(), "pread");
    target = target.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
}

}  // namespace memosaic::bench
