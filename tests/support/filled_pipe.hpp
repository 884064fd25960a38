#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::test {

/// A pipe that holds up to 1 MiB and has no writer left, for what must be read as a stream.
class filled_pipe {
 public:
  explicit filled_pipe(bytes_view content) {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    ::fcntl(ends_[1], F_SETPIPE_SZ, 1 << 20);
    const auto written = ::write(ends_[1], content.data(), content.size());
    ::close(ends_[1]);
    if (written != static_cast<::ssize_t>(content.size())) {
      ::close(ends_[0]);
      throw std::system_error(errno, std::generic_category(), "a pipe took only a part");
    }
  }
  filled_pipe(const filled_pipe&) = delete;
  filled_pipe& operator=(const filled_pipe&) = delete;
  ~filled_pipe() { ::close(ends_[0]); }

  /// A path that opens the reading end; its bytes can be read once.
  [[nodiscard]] std::string path() const { return "/dev/fd/" + std::to_string(ends_[0]); }

 private:
  std::array<int, 2> ends_{};
};

}  // namespace memosaic::test
