#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <filesystem>

/// What happens when the command is stopped from outside: it goes at once, and leaves nothing behind.
///
/// Ctrl-C removes the unfinished output, erases the progress line and ends with 130, whatever the command is doing,
/// also when it waits for a pipe. SIGTERM and SIGHUP do the same and then end as they would have. A signal that was
/// ignored when the command was started stays ignored (nohup).
namespace memosaic::cli {

/// Call once, before other threads exist.
void install_signal_handlers() noexcept;

/// While one lives, the signals above wait: what is done meanwhile is done wholly or not at all.
class signals_held {
 public:
  signals_held() noexcept;
  ~signals_held();
  signals_held(const signals_held&) = delete;
  signals_held& operator=(const signals_held&) = delete;
};

/// The file to remove when a signal ends the command; only one at a time. Call both with the signals held.
/// Errors: `std::filesystem::filesystem_error` if the path is too long to keep.
void set_unfinished_file(const std::filesystem::path& path);
void forget_unfinished_file() noexcept;

/// Ends as other tools do when nobody reads their output any more: by SIGPIPE, without a word.
[[noreturn]] void end_by_broken_pipe() noexcept;

/// Whether a progress line is on the terminal, to be erased.
void set_progress_shown(bool shown) noexcept;

}  // namespace memosaic::cli
