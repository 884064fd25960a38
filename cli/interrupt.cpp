// SPDX-License-Identifier: Apache-2.0
#include "cli/interrupt.hpp"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

#include "cli/exit_code.hpp"

namespace memosaic::cli {
namespace {

constexpr std::array ending_signals{SIGINT, SIGTERM, SIGHUP};

// What the handler reads; it may call nothing but what is safe in a handler, so there is no std::string here.
std::array<char, 4096> unfinished_path{};
volatile sig_atomic_t has_unfinished_file = 0;
volatile sig_atomic_t progress_shown = 0;

void write_to_terminal(std::string_view text) {
  // A failure cannot be told to anybody.
  if (::write(STDERR_FILENO, text.data(), text.size()) < 0) return;
}

void clean_up() {
  if (has_unfinished_file != 0) ::unlink(unfinished_path.data());
  if (progress_shown != 0) write_to_terminal("\r\x1b[K");
}

void end_quietly(int signal) {
  clean_up();
  if (signal == SIGINT) ::_exit(static_cast<int>(exit_code::interrupted));
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

sigset_t ending_set() noexcept {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int signal : ending_signals) ::sigaddset(&set, signal);
  return set;
}

void install(int signal, void (*handler)(int)) noexcept {
  struct sigaction action {};
  if (::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) return;
  action = {};
  action.sa_handler = handler;
  action.sa_mask = ending_set();
  action.sa_flags = SA_RESTART;
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

void install_signal_handlers() noexcept {
  for (const int signal : ending_signals) install(signal, end_quietly);
  // A file beyond the limit of its size is an error like a full disk, not a reason to drop everything.
  ::signal(SIGXFSZ, SIG_IGN);
}

signals_held::signals_held() noexcept {
  const sigset_t set = ending_set();
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
}

signals_held::~signals_held() {
  const sigset_t set = ending_set();
  ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
}

void set_unfinished_file(const std::filesystem::path& path) {
  const std::string& text = path.native();
  if (text.size() >= unfinished_path.size()) {
    throw std::filesystem::filesystem_error("open", path, std::make_error_code(std::errc::filename_too_long));
  }
  std::memcpy(unfinished_path.data(), text.c_str(), text.size() + 1);
  std::atomic_signal_fence(std::memory_order_release);
  has_unfinished_file = 1;
}

void forget_unfinished_file() noexcept { has_unfinished_file = 0; }

void end_by_broken_pipe() noexcept {
  clean_up();
  ::signal(SIGPIPE, SIG_DFL);
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGPIPE);
  ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
  ::raise(SIGPIPE);
  ::_exit(static_cast<int>(exit_code::trouble));
}

void set_progress_shown(bool shown) noexcept { progress_shown = shown ? 1 : 0; }

}  // namespace memosaic::cli
