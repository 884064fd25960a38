#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "os/calls.hpp"

namespace memosaic::test {

/// The system, watched: how many calls were made, and which descriptors and mappings were opened and are still there.
/// A derived class decides which calls fail and how many bytes the others may move.
class counting_calls : public os::calls {
 public:
  counting_calls() : replaced_(&os::replace(*this)) {}
  virtual ~counting_calls() { os::replace(*replaced_); }

  [[nodiscard]] std::size_t made() const { return made_; }
  [[nodiscard]] std::size_t made(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? 0 : found->second;
  }
  [[nodiscard]] std::size_t open_descriptors() const { return descriptors_.size(); }
  [[nodiscard]] std::size_t open_mappings() const { return mappings_.size(); }

  /// Most parts that were ever given to one gathering call, and the smallest of all parts.
  [[nodiscard]] std::size_t most_parts() const { return most_parts_; }
  [[nodiscard]] std::size_t smallest_part() const { return smallest_part_; }

  os::answer open(const char* path) noexcept override {
    if (const int error = begin("open")) return {0, error};
    return noted(calls::open(path));
  }
  os::answer close(int fd) noexcept override {
    const int error = begin("close");
    descriptors_.erase(fd);
    const auto result = calls::close(fd);  // a close that fails has closed all the same
    return error != 0 ? os::answer{0, error} : result;
  }
  os::answer status(int fd, os::file_status& result) noexcept override {
    if (const int error = begin("status")) return {0, error};
    return calls::status(fd, result);
  }
  os::answer path_status(const char* path, os::file_status& result) noexcept override {
    if (const int error = begin("path_status")) return {0, error};
    return calls::path_status(path, result);
  }
  os::answer read_link(const char* path, std::span<char> target) noexcept override {
    if (const int error = begin("read_link")) return {0, error};
    return calls::read_link(path, target);
  }
  os::answer read(int fd, mutable_bytes_view target) noexcept override {
    if (const int error = begin("read")) return {0, error};
    return calls::read(fd, target.first(allowed(target.size())));
  }
  os::answer read_at(int fd, mutable_bytes_view target, std::uint64_t offset) noexcept override {
    if (const int error = begin("read_at")) return {0, error};
    return calls::read_at(fd, target.first(allowed(target.size())), offset);
  }
  os::answer write(int fd, std::span<const ::iovec> parts) noexcept override {
    if (const int error = begin("write")) return {0, error};
    clipped some(*this, parts);
    return calls::write(fd, some.parts());
  }
  os::answer send(int socket, std::span<const ::iovec> parts) noexcept override {
    if (const int error = begin("send")) return {0, error};
    clipped some(*this, parts);
    return calls::send(socket, some.parts());
  }
  os::answer seek(int fd, std::int64_t distance, os::seek_from base) noexcept override {
    if (const int error = begin("seek")) return {0, error};
    return calls::seek(fd, distance, base);
  }
  os::answer wait(int fd, os::direction way, int milliseconds) noexcept override {
    if (const int error = begin("wait")) return {0, error};
    return calls::wait(fd, way, milliseconds);
  }
  os::answer copy_range(int source, int target, std::size_t size) noexcept override {
    if (const int error = begin("copy_range")) return {0, error};
    return calls::copy_range(source, target, allowed(size));
  }
  os::answer send_file(int source, int target, std::size_t size) noexcept override {
    if (const int error = begin("send_file")) return {0, error};
    return calls::send_file(source, target, allowed(size));
  }
  os::answer splice(int source, int target, std::size_t size) noexcept override {
    if (const int error = begin("splice")) return {0, error};
    return calls::splice(source, target, allowed(size));
  }
  os::answer create(const char* path, std::uint32_t permissions) noexcept override {
    if (const int error = begin("create")) return {0, error};
    return noted(calls::create(path, permissions));
  }
  os::answer create_unnamed(const char* folder, std::uint32_t permissions) noexcept override {
    if (const int error = begin("create_unnamed")) return {0, error};
    return noted(calls::create_unnamed(folder, permissions));
  }
  os::answer create_nameable(const char* folder, std::uint32_t permissions) noexcept override {
    if (const int error = begin("create_nameable")) return {0, error};
    return noted(calls::create_nameable(folder, permissions));
  }
  os::answer name_it(int fd, const char* path) noexcept override {
    if (const int error = begin("name_it")) return {0, error};
    return calls::name_it(fd, path);
  }
  os::answer open_folder(const char* path) noexcept override {
    if (const int error = begin("open_folder")) return {0, error};
    return noted(calls::open_folder(path));
  }
  os::answer set_size(int fd, std::uint64_t size) noexcept override {
    if (const int error = begin("set_size")) return {0, error};
    return calls::set_size(fd, size);
  }
  os::answer set_permissions(int fd, std::uint32_t permissions) noexcept override {
    if (const int error = begin("set_permissions")) return {0, error};
    return calls::set_permissions(fd, permissions);
  }
  os::answer flush(int fd) noexcept override {
    if (const int error = begin("flush")) return {0, error};
    return calls::flush(fd);
  }
  os::answer rename(const char* from, const char* to) noexcept override {
    if (const int error = begin("rename")) return {0, error};
    return calls::rename(from, to);
  }
  os::answer rename_to_new(const char* from, const char* to) noexcept override {
    if (const int error = begin("rename_to_new")) return {0, error};
    return calls::rename_to_new(from, to);
  }
  os::answer link(const char* from, const char* to) noexcept override {
    if (const int error = begin("link")) return {0, error};
    return calls::link(from, to);
  }
  os::answer remove(const char* path) noexcept override {
    if (const int error = begin("remove")) return {0, error};
    return calls::remove(path);
  }
  os::map_answer map(int fd, std::uint64_t offset, std::size_t size, os::map_access how) noexcept override {
    if (const int error = begin("map")) return {nullptr, error};
    const auto result = calls::map(fd, offset, size, how);
    if (!result.failed()) mappings_[result.address] = size;
    return result;
  }
  os::answer unmap(std::byte* address, std::size_t size) noexcept override {
    const int error = begin("unmap");
    const auto found = mappings_.find(address);
    if (found != mappings_.end() && found->second == size) mappings_.erase(found);
    const auto result = calls::unmap(address, size);
    return error != 0 ? os::answer{0, error} : result;
  }
  os::answer advise(std::byte* address, std::size_t size, os::advice kind) noexcept override {
    if (const int error = begin("advise")) return {0, error};
    return calls::advise(address, size, kind);
  }
  os::answer open_to_write(const char* path) noexcept override {
    if (const int error = begin("open_to_write")) return {0, error};
    return noted(calls::open_to_write(path));
  }
  os::answer write_at(int fd, bytes_view source, std::uint64_t offset) noexcept override {
    if (const int error = begin("write_at")) return {0, error};
    return calls::write_at(fd, source.first(allowed(source.size())), offset);
  }
  os::answer copy_range_at(int source, std::uint64_t from, int target, std::uint64_t to,
                           std::size_t size) noexcept override {
    if (const int error = begin("copy_range_at")) return {0, error};
    return calls::copy_range_at(source, from, target, to, allowed(size));
  }
  os::answer send_file_at(int source, std::uint64_t from, int target, std::size_t size) noexcept override {
    if (const int error = begin("send_file_at")) return {0, error};
    return calls::send_file_at(source, from, target, allowed(size));
  }
  os::answer allocate(int fd, std::uint64_t offset, std::uint64_t size, bool grows) noexcept override {
    if (const int error = begin("allocate")) return {0, error};
    return calls::allocate(fd, offset, size, grows);
  }
  os::answer begin_flush(int fd, std::uint64_t offset, std::uint64_t size) noexcept override {
    if (const int error = begin("begin_flush")) return {0, error};
    return calls::begin_flush(fd, offset, size);
  }
  os::answer advise_file(int fd, std::uint64_t offset, std::uint64_t size, os::advice kind) noexcept override {
    if (const int error = begin("advise_file")) return {0, error};
    return calls::advise_file(fd, offset, size, kind);
  }
  os::answer count_cached(int fd, std::uint64_t offset, std::uint64_t size,
                          os::cached_pages& result) noexcept override {
    if (const int error = begin("count_cached")) return {0, error};
    return calls::count_cached(fd, offset, size, result);
  }
  os::answer populate(std::byte* address, std::size_t size, bool writable) noexcept override {
    if (const int error = begin("populate")) return {0, error};
    return calls::populate(address, size, writable);
  }
  os::answer flush_pages(std::byte* address, std::size_t size) noexcept override {
    if (const int error = begin("flush_pages")) return {0, error};
    return calls::flush_pages(address, size);
  }
  os::answer lock(std::byte* address, std::size_t size) noexcept override {
    if (const int error = begin("lock")) return {0, error};
    return calls::lock(address, size);
  }
  os::answer unlock(std::byte* address, std::size_t size) noexcept override {
    if (const int error = begin("unlock")) return {0, error};
    return calls::unlock(address, size);
  }
  os::answer limit(os::limit_kind kind, std::uint64_t& result) noexcept override {
    if (const int error = begin("limit")) return {0, error};
    return calls::limit(kind, result);
  }
  os::answer may_write(const char* path) noexcept override {
    if (const int error = begin("may_write")) return {0, error};
    return calls::may_write(path);
  }
  os::answer resident(std::byte* address, std::size_t size, std::span<unsigned char> pages) noexcept override {
    if (const int error = begin("resident")) return {0, error};
    return calls::resident(address, size, pages);
  }
  os::answer map_zeros(std::byte* address, std::size_t size, bool writable) noexcept override {
    if (const int error = begin("map_zeros")) return {0, error};
    return calls::map_zeros(address, size, writable);
  }
  os::answer signal_action(int signal, const struct ::sigaction* next, struct ::sigaction& before) noexcept override {
    if (const int error = begin("signal_action")) return {0, error};
    return calls::signal_action(signal, next, before);
  }

 protected:
  /// The error that this call fails with, or 0. The first call has number 1.
  virtual int error_of(std::size_t /*number*/, std::string_view /*name*/) noexcept { return 0; }

  /// How many of `size` bytes the call may move, at least 1 if `size` is not 0.
  virtual std::size_t allowed(std::size_t size) noexcept { return size; }

 private:
  /// The first bytes of a list of parts, as many as are allowed.
  class clipped {
   public:
    clipped(counting_calls& calls, std::span<const ::iovec> parts) {
      calls.most_parts_ = std::max(calls.most_parts_, parts.size());
      std::size_t size = 0;
      for (const auto& part : parts) {
        calls.smallest_part_ = std::min(calls.smallest_part_, part.iov_len);
        size += part.iov_len;
      }
      std::size_t left = calls.allowed(size);
      for (const auto& part : parts) {
        if (left == 0) break;
        entries_.push_back({part.iov_base, std::min(part.iov_len, left)});
        left -= entries_.back().iov_len;
      }
    }
    [[nodiscard]] std::span<const ::iovec> parts() const { return entries_; }

   private:
    std::vector<::iovec> entries_;
  };

  os::answer noted(os::answer opened) {
    if (!opened.failed()) descriptors_.insert(static_cast<int>(opened.value));
    return opened;
  }

  int begin(std::string_view name) noexcept {
    ++made_;
    ++by_name_[name];
    return error_of(made_, name);
  }

  os::calls* replaced_;
  std::size_t made_ = 0;
  std::map<std::string_view, std::size_t> by_name_;
  std::set<int> descriptors_;
  std::map<std::byte*, std::size_t> mappings_;
  std::size_t most_parts_ = 0;
  std::size_t smallest_part_ = static_cast<std::size_t>(-1);
};

}  // namespace memosaic::test
