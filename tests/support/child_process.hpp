#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>

namespace memosaic::test {

/// How a child process ended: by what it returned, or by a signal.
struct child_end {
  int code = -1;   ///< -1 if a signal ended it
  int signal = 0;  ///< 0 if none did
};

/// Runs `operation`, which returns an exit code, in a child of this process: for what changes or ends a process.
template <typename Operation>
[[nodiscard]] child_end in_child(const Operation& operation) {
  const ::pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    const ::rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    int code = 250;
    try {
      code = operation();
    } catch (...) {
      code = 251;
    }
    ::_exit(code);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw std::runtime_error("cannot wait for a child");
  }
  if (WIFSIGNALED(status)) return {-1, WTERMSIG(status)};
  return {WEXITSTATUS(status), 0};
}

}  // namespace memosaic::test
