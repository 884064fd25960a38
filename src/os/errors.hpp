#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <filesystem>
#include <string_view>

/// The one place where errors of the system become exceptions.
namespace memosaic::os {

/// Throws `std::filesystem::filesystem_error` with the system's code. `doing` says what failed, as in "cannot open".
[[noreturn]] void throw_error(int error, std::string_view doing, const std::filesystem::path& path);

/// The same for a descriptor that came without a name.
[[noreturn]] void throw_error(int error, std::string_view doing, int fd);

/// The same for what failed between two of them: the error has both names, and the system does not tell whose it is.
[[noreturn]] void throw_error(int error, std::string_view doing, int source_fd, int target_fd);

/// What the kernel calls an open descriptor: its path, `socket:[4711]`, `pipe:[4712]`; or `descriptor 7` when the
/// kernel does not tell. For messages: a file that was renamed or removed since is named so too.
[[nodiscard]] std::filesystem::path name_of(int fd);

}  // namespace memosaic::os
