#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "os/descriptor.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test {

/// A file as somebody opened it, who was told its size then.
struct file_state {
  std::uint64_t size = 0;
  std::uint64_t safe = 0;  ///< bytes before this were never cut off since
  [[nodiscard]] bool is_whole() const noexcept { return safe == size; }
};

/// A file on the disk and what its bytes should be, for those who change it while others read it.
class file_model {
 public:
  /// Makes the file, or takes the place of the one that has the name, in one step. `seed` chooses its bytes.
  file_model(std::filesystem::path path, std::uint64_t size, std::uint64_t seed)
      : bytes_(some_bytes(seed, size)), seed_(seed) {
    const auto beside = path.string() + ".new";
    fd_ = os::descriptor(::open(beside.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    write_at(0);
    std::filesystem::rename(beside, path);
  }

  [[nodiscard]] const std::vector<std::byte>& bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::uint64_t size() const noexcept { return bytes_.size(); }

  /// Somebody opens the file now.
  [[nodiscard]] std::shared_ptr<const file_state> look() {
    states_.push_back(std::make_shared<file_state>(file_state{size(), size()}));
    return states_.back();
  }

  /// Cuts the file off, or appends bytes that were never in it.
  void resize(std::uint64_t size) {
    const std::uint64_t before = bytes_.size();
    if (size < before) {
      bytes_.resize(static_cast<std::size_t>(size));
      if (::ftruncate(fd_.fd(), static_cast<::off_t>(size)) != 0) throw_error();
      for (const auto& each : states_) each->safe = std::min(each->safe, size);
    } else {
      const auto more = some_bytes(++seed_ * 7919, size - before);
      bytes_.insert(bytes_.end(), more.begin(), more.end());
      write_at(before);
    }
  }

 private:
  [[noreturn]] static void throw_error() { throw std::system_error(errno, std::generic_category(), "a test file"); }

  static std::vector<std::byte> some_bytes(std::uint64_t seed, std::uint64_t size) {
    static const std::vector<std::byte> all = random_bytes(std::size_t{9} << 20, 99);
    const auto start = static_cast<std::size_t>(seed * 4099 % (all.size() - size));
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(start);
    return {first, first + static_cast<std::ptrdiff_t>(size)};
  }

  void write_at(std::uint64_t start) {
    const auto part = bytes_view(bytes_).subspan(static_cast<std::size_t>(start));
    if (::pwrite(fd_.fd(), part.data(), part.size(), static_cast<::off_t>(start)) !=
        static_cast<::ssize_t>(part.size())) {
      throw_error();
    }
  }

  std::vector<std::byte> bytes_;
  std::uint64_t seed_;
  os::descriptor fd_;
  std::vector<std::shared_ptr<file_state>> states_;
};

}  // namespace memosaic::test
