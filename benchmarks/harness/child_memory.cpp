// SPDX-License-Identifier: Apache-2.0
#include "harness/child_memory.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>

#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

namespace memosaic::bench {
namespace {

constexpr std::uint64_t kibibyte = 1024;

// A line "Name:   123 kB" of a file below /proc; nothing once the process has ended.
std::uint64_t kibibytes_in(const std::string& path, std::string_view name) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name) && line.size() > name.size() && line[name.size()] == ':') {
      return std::stoull(line.substr(name.size() + 1)) * kibibyte;
    }
  }
  return 0;
}

std::string file_of(pid_t process, const char* name) { return "/proc/" + std::to_string(process) + "/" + name; }

std::uint64_t anonymous_bytes(pid_t process) { return kibibytes_in(file_of(process, "status"), "RssAnon"); }

// Two ends, closed with the object.
class channel {
 public:
  channel() {
    if (::pipe(ends_.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  }
  channel(const channel&) = delete;
  channel& operator=(const channel&) = delete;
  ~channel() {
    close_end(0);
    close_end(1);
  }

  void close_end(std::size_t end) noexcept {
    if (ends_[end] >= 0) ::close(ends_[end]);
    ends_[end] = -1;
  }

  void send(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t sent = ::write(ends_[1], text.data(), text.size());
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  // At most so many bytes, or fewer at the end.
  [[nodiscard]] std::string receive(std::size_t most) const {
    std::string text(most, '\0');
    std::size_t size = 0;
    while (size < most) {
      const ssize_t got = ::read(ends_[0], text.data() + size, most - size);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) break;
      size += static_cast<std::size_t>(got);
    }
    text.resize(size);
    return text;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

[[noreturn]] void be_child(const std::function<void()>& run, const channel& from_parent, const channel& to_parent) {
#if defined(__GLIBC__)
  malloc_trim(0);  // what the parent has freed would be taken without any growth
#endif
  to_parent.send("+");
  static_cast<void>(from_parent.receive(1));
  try {
    run();
  } catch (const std::exception& problem) {
    to_parent.send(problem.what());
    ::_exit(1);
  }
  ::_exit(0);
}

}  // namespace

std::uint64_t anonymous_growth(const std::function<void()>& run) {
  channel to_child;
  channel from_child;
  const pid_t child = ::fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child == 0) {
    to_child.close_end(1);
    from_child.close_end(0);
    be_child(run, to_child, from_child);
  }
  to_child.close_end(0);
  from_child.close_end(1);
  const bool started = from_child.receive(1) == "+";
  const std::uint64_t before = anonymous_bytes(child);
  to_child.send("+");
  std::uint64_t most = before;
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    most = std::max(most, anonymous_bytes(child));
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  constexpr std::size_t longest_message = 1'000;
  if (!started || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw std::runtime_error("the child process failed: " + from_child.receive(longest_message));
  }
  if (before == 0) throw std::runtime_error("this kernel does not tell the anonymous memory of a process");
  return most - before;
}

std::uint64_t memory_of_process(pid_t process) {
  const std::uint64_t pages = kibibytes_in(file_of(process, "smaps_rollup"), "Pss");
  if (pages == 0) throw std::runtime_error("this kernel does not tell the share of a process in its pages");
  return pages + kibibytes_in(file_of(process, "status"), "VmPTE");
}

}  // namespace memosaic::bench
