// SPDX-License-Identifier: Apache-2.0
#include "peers/python.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <stdexcept>

extern char** environ;

namespace memosaic::bench {
namespace {

// Both ends close on exec; the child gets its ends as standard input and output.
struct pipe_ends {
  int read_end = -1;
  int write_end = -1;
};

pipe_ends make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe for python3");
  return {ends[0], ends[1]};
}

void write_fully(int fd, bytes_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written <= 0) throw std::runtime_error("python3 does not listen");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

}  // namespace

python_process::python_process() {
  std::signal(SIGPIPE, SIG_IGN);  // a Python that died is a row with a reason, not the end of the run
  const pipe_ends input = make_pipe();
  const pipe_ends output = make_pipe();
  to_child_ = input.write_end;
  from_child_ = output.read_end;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input.read_end, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output.write_end, STDOUT_FILENO);
  std::string program = "python3";
  std::string script = MEMOSAIC_PYTHON_PEER;
  char* const arguments[] = {program.data(), script.data(), nullptr};
  const int failed = posix_spawnp(&child_, program.c_str(), &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(input.read_end);
  ::close(output.write_end);
  if (failed != 0) {
    close_pipes();
    throw std::runtime_error("there is no python3 on this machine");
  }
}

python_process::~python_process() {
  close_pipes();  // the end of its input ends it
  ::waitpid(child_, nullptr, 0);
}

void python_process::close_pipes() noexcept {
  ::close(to_child_);
  ::close(from_child_);
}

void python_process::load(const std::string& name, bytes_view bytes) {
  if (std::find(loaded_.begin(), loaded_.end(), name) != loaded_.end()) return;
  const int fd = memfd_create(name.c_str(), MFD_CLOEXEC);
  if (fd < 0) throw std::runtime_error("no memory file for python3");
  write_fully(fd, bytes);
  const std::string path = "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(fd);
  const std::string answer = exchange("load " + name + " " + path);
  ::close(fd);
  if (answer != "ok") throw std::runtime_error("python3: " + answer);
  loaded_.push_back(name);
}

python_process::reply python_process::ask(const std::string& command) {
  const std::string answer = exchange(command);
  reply parsed;
  long long number = 0;
  if (std::sscanf(answer.c_str(), "%lf %lld", &parsed.seconds, &number) != 2) {
    throw std::runtime_error("python3: " + answer);
  }
  parsed.answer = number;
  return parsed;
}

std::string python_process::exchange(const std::string& command) {
  const std::string request = command + "\n";
  write_fully(to_child_, bytes_of(request));
  while (unread_.find('\n') == std::string::npos) {
    char piece[256];
    const ssize_t got = ::read(from_child_, piece, sizeof piece);
    if (got <= 0) throw std::runtime_error("python3 ended early");
    unread_.append(piece, static_cast<std::size_t>(got));
  }
  const std::size_t end = unread_.find('\n');
  std::string answer = unread_.substr(0, end);
  unread_.erase(0, end + 1);
  return answer;
}

python_process& python() {
  static python_process process;
  return process;
}

std::string hex_text(bytes_view bytes) {
  std::string text;
  for (const std::byte value : bytes) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", std::to_integer<unsigned>(value));
    text += digits;
  }
  return text;
}

}  // namespace memosaic::bench
