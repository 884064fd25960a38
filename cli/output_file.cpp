// SPDX-License-Identifier: Apache-2.0
#include "cli/output_file.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <string>
#include <system_error>
#include <utility>

#include "cli/interrupt.hpp"

namespace memosaic::cli {
namespace {

constexpr int name_attempts = 100;

[[noreturn]] void fail(const char* operation, const std::filesystem::path& path, int code) {
  throw std::filesystem::filesystem_error(operation, path, std::error_code(code, std::generic_category()));
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

// Hidden, and named after its purpose, for those who find one after a power loss.
std::filesystem::path unfinished_name(const std::filesystem::path& target, int attempt) {
  const std::string name = ".memosaic-" + std::to_string(::getpid()) + "-" + std::to_string(attempt) + ".unfinished";
  return folder_of(target) / name;
}

// A rename that fails if the target exists. Not every file system knows that; a hard link has the same effect, on all
// that have links.
int rename_to_new(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  if (::link(from.c_str(), to.c_str()) != 0) return errno;
  return ::unlink(from.c_str()) == 0 ? 0 : errno;
}

}  // namespace

output_file::output_file(std::filesystem::path target, std::uint32_t mode) : target_(std::move(target)) {
  const signals_held held;
  for (int attempt = 0; attempt < name_attempts; ++attempt) {
    const std::filesystem::path name = unfinished_name(target_, attempt);
    const int fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0 && errno == EEXIST) continue;
    if (fd < 0) fail("create", target_, errno);
    file_ = descriptor(fd);
    unfinished_ = name;
    try {
      set_unfinished_file(name);
    } catch (...) {
      ::unlink(name.c_str());
      throw;
    }
    return;
  }
  fail("create", target_, EEXIST);
}

output_file::~output_file() {
  if (unfinished_.empty()) return;
  const signals_held held;
  // It may be gone already; nobody is left to be told if it cannot go.
  static_cast<void>(::unlink(unfinished_.c_str()));
  forget_unfinished_file();
}

void output_file::resize(std::uint64_t size) {
  if (size > static_cast<std::uint64_t>(std::numeric_limits<off_t>::max())) fail("resize", target_, EFBIG);
  if (::ftruncate(file_.fd(), static_cast<off_t>(size)) != 0) fail("resize", target_, errno);
}

void output_file::set_mode(std::uint32_t mode) {
  if (::fchmod(file_.fd(), mode) != 0) fail("set the permissions of", target_, errno);
}

void output_file::publish(existing what) {
  flush_to_device(file_.fd(), target_);
  file_.close(target_);
  {
    const signals_held held;
    const int code = what == existing::keep                                ? rename_to_new(unfinished_, target_)
                     : ::rename(unfinished_.c_str(), target_.c_str()) == 0 ? 0
                                                                           : errno;
    if (code != 0) fail("rename", target_, code);
    unfinished_.clear();
    forget_unfinished_file();
  }
  // The name is on the device when the folder is.
  const int folder = ::open(folder_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  const descriptor closes(folder);
  flush_to_device(folder, target_);
}

}  // namespace memosaic::cli
