// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/output_file.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <string>
#include <string_view>
#include <utility>

#include "memosaic/bytes/hash.hpp"
#include "os/calls.hpp"
#include "os/descriptor.hpp"
#include "os/errors.hpp"

namespace memosaic {
namespace {

constexpr int name_attempts = 100;
constexpr int most_links = 40;  // as Linux follows in one path

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

/// Where files must have names. Those left behind by processes that were killed may be in the way, so a second attempt
/// has another one.
std::filesystem::path unfinished_name(const std::filesystem::path& place) {
  static constinit std::atomic<std::uint64_t> count{0};
  const std::uint64_t number = count.fetch_add(1, std::memory_order_relaxed);
  return folder_of(place) /
         (".memosaic-" + std::to_string(os::process_number()) + "-" + std::to_string(number) + ".unfinished");
}

/// What a file without a name is called for the moment before it replaces another. All who replace that one use the
/// same: so what is left by a process that was killed just then goes with the next.
std::filesystem::path passing_name(const std::filesystem::path& place) {
  const std::string name = place.filename().string();
  std::string digits;
  for (std::uint64_t rest = xxh3_64(bytes_of(name)); rest != 0; rest >>= 4U) digits += "0123456789abcdef"[rest & 15U];
  return folder_of(place) / (".memosaic-" + digits + ".unfinished");
}

/// What the system says when it can make no file without a name there; else the reason is the folder's or ours.
bool needs_name(int error) noexcept {
  return error == EOPNOTSUPP || error == EISDIR || error == ENOSYS || error == EINVAL || error == ENOENT;
}

/// What the path is a symbolic link to; empty if it is none.
os::answer link_target(const std::filesystem::path& path, std::filesystem::path& target) {
  std::array<char, 4096> text;
  const auto read = os::retried([&] { return os::current().read_link(path.c_str(), text); });
  // EINVAL: it is there and no link. ENOENT: it is not there. Whatever else is wrong, the next call tells.
  if (read.failed()) return read.error == EINVAL || read.error == ENOENT ? os::answer{} : read;
  if (read.count() == text.size()) return {0, ENAMETOOLONG};
  target = std::string_view(text.data(), read.count());
  return {};
}

/// What the system cannot flush at all, as on some network file systems, needs no flushing or has none.
bool cannot_be_flushed(int error) noexcept { return error == EINVAL || error == EROFS || error == ENOTSUP; }

void flush_or_throw(int fd, const std::filesystem::path& path) {
  const auto flushed = os::retried([&] { return os::current().flush(fd); });
  if (flushed.failed() && !cannot_be_flushed(flushed.error)) os::throw_error(flushed.error, "cannot flush", path);
}

/// A rename that fails if the name is taken. Not every file system knows that; a hard link has the same effect, on all
/// that have links.
os::answer rename_to_new(const char* from, const char* to) noexcept {
  const auto renamed = os::retried([&] { return os::current().rename_to_new(from, to); });
  if (renamed.error != EINVAL && renamed.error != ENOSYS) return renamed;
  const auto linked = os::retried([&] { return os::current().link(from, to); });
  if (linked.failed()) return linked;
  return os::retried([&] { return os::current().remove(from); });
}

}  // namespace

output_file::output_file(const std::filesystem::path& path, existing what, std::filesystem::perms permissions)
    : path_(path), place_(path), what_(what) {
  // A path with a NUL would silently name another file.
  if (path.native().find('\0') != std::filesystem::path::string_type::npos) {
    os::throw_error(EINVAL, "cannot create", path_);
  }
  if (!path.has_filename()) os::throw_error(path.empty() ? ENOENT : EISDIR, "cannot create", path_);
  create(find_place(static_cast<std::uint32_t>(permissions) & 0777U));
}

output_file::~output_file() {
  if (fd_ >= 0) os::current().close(fd_);
  // It may be gone already; nobody is left to be told if it cannot go.
  if (has_name_ && !unfinished_.empty()) os::current().remove(unfinished_.c_str());
}

std::uint32_t output_file::find_place(std::uint32_t permissions) {
  for (int links = 0;; ++links) {
    std::filesystem::path target;
    const auto read = link_target(place_, target);
    if (read.failed()) os::throw_error(read.error, "cannot create", path_);
    if (target.empty()) break;
    if (what_ == existing::keep) os::throw_error(EEXIST, "cannot create", path_);
    if (links == most_links) os::throw_error(ELOOP, "cannot create", path_);
    place_ = folder_of(place_) / target;
  }
  os::file_status status;
  const auto told = os::retried([&] { return os::current().path_status(place_.c_str(), status); });
  if (told.error == ENOENT) return permissions;
  if (told.failed()) os::throw_error(told.error, "cannot create", path_);
  if (what_ == existing::keep) os::throw_error(EEXIST, "cannot create", path_);
  if (status.kind == os::file_kind::folder) os::throw_error(EISDIR, "cannot replace", path_);
  if (status.kind != os::file_kind::regular) os::throw_error(EOPNOTSUPP, "cannot replace", path_);
  replaces_ = true;
  return status.permissions & 0777U;
}

void output_file::create(std::uint32_t permissions) {
  std::filesystem::path passing = passing_name(place_);
  const auto folder = folder_of(place_);
  const auto unnamed = os::retried([&] { return os::current().create_nameable(folder.c_str(), permissions); });
  if (!unnamed.failed()) {
    fd_ = static_cast<int>(unnamed.value);
    unfinished_ = std::move(passing);
  } else if (needs_name(unnamed.error)) {
    create_named(permissions);
  } else {
    os::throw_error(unnamed.error, "cannot create", path_);
  }
  if (!replaces_) return;
  const auto set = os::retried([&] { return os::current().set_permissions(fd_, permissions); });
  if (!set.failed()) return;
  // No destructor runs for what is not constructed.
  os::current().close(fd_);
  if (has_name_) os::current().remove(unfinished_.c_str());
  os::throw_error(set.error, "cannot set the permissions of", path_);
}

void output_file::create_named(std::uint32_t permissions) {
  for (int attempt = 0; fd_ < 0; ++attempt) {
    std::filesystem::path name = unfinished_name(place_);
    const auto made = os::retried([&] { return os::current().create(name.c_str(), permissions); });
    if (made.failed() && (made.error != EEXIST || attempt == name_attempts)) {
      os::throw_error(made.error, "cannot create", path_);
    }
    if (made.failed()) continue;
    fd_ = static_cast<int>(made.value);
    unfinished_ = std::move(name);
    has_name_ = true;
  }
}

void output_file::write(bytes_view bytes) {
  while (!bytes.empty()) {
    const ::iovec part{const_cast<std::byte*>(bytes.data()), std::min(bytes.size(), os::call_limit)};
    const auto written = os::retried([&] { return os::current().write(fd_, {&part, 1}); });
    if (written.failed()) os::throw_error(written.error, "cannot write", path_);
    bytes = bytes.subspan(written.count());
  }
}

void output_file::skip(std::uint64_t size) {
  const auto distance = static_cast<std::int64_t>(size);
  const auto moved = os::retried([&] { return os::current().seek(fd_, distance, os::seek_from::current); });
  if (moved.failed()) os::throw_error(moved.error, "cannot write", path_);
}

void output_file::resize(std::uint64_t size) {
  const auto done = os::retried([&] { return os::current().set_size(fd_, size); });
  if (done.failed()) os::throw_error(done.error, "cannot resize", path_);
}

void output_file::flush() { flush_or_throw(fd_, path_); }

void output_file::publish() {
  if (fd_ < 0) os::throw_error(EBADF, "cannot publish", path_);
  flush();
  // Without a name it must be open to get one; then the system has no news for the one who closes it.
  if (!has_name_) take_first_name();
  // Some file systems tell only here that the bytes could not be stored. After EINTR it is closed all the same.
  const auto closed = os::current().close(std::exchange(fd_, -1));
  if (has_name_) {
    if (closed.failed() && closed.error != EINTR) os::throw_error(closed.error, "cannot close", path_);
    take_name();
  }
  // The name is on the device when the folder is; a folder that may not be read cannot be flushed.
  const auto opened = os::retried([&] { return os::current().open_folder(folder_of(place_).c_str()); });
  if (opened.error == EACCES) return;
  if (opened.failed()) os::throw_error(opened.error, "cannot flush the folder of", path_);
  const os::descriptor folder(static_cast<int>(opened.value));
  flush_or_throw(folder.fd(), path_);
}

void output_file::take_name() {
  const char* const from = unfinished_.c_str();
  const auto named = what_ == existing::keep ? rename_to_new(from, place_.c_str())
                                             : os::retried([&] { return os::current().rename(from, place_.c_str()); });
  if (named.failed()) os::throw_error(named.error, "cannot rename", path_);
  unfinished_.clear();
}

void output_file::take_first_name() {
  auto named =
      replaces_ ? os::answer{0, EEXIST} : os::retried([&] { return os::current().name_it(fd_, place_.c_str()); });
  // The name of another file cannot be taken in one step: this one gets a name beside it, and is renamed. Whoever finds
  // that name taken, by a process that was killed or one that is just here, renames what has it, for it is whole; so
  // what is not found here any more was published by somebody else, and maybe replaced.
  const char* const passing = unfinished_.c_str();
  const auto rename = [&] { return os::retried([&] { return os::current().rename(passing, place_.c_str()); }); };
  bool taken = false;
  for (int attempt = 0; named.error == EEXIST && what_ != existing::keep && attempt < name_attempts; ++attempt) {
    named = os::retried([&] { return os::current().name_it(fd_, passing); });
    if (named.error == EEXIST) {
      const auto other = rename();
      if (other.failed() && other.error != ENOENT) named = other;
    } else if (!named.failed()) {
      named = rename();
      if (named.error == ENOENT) {
        taken = true;
        named.error = EEXIST;  // once more
      } else if (named.failed() || taken) {
        // Where both names are of this one file already, a rename leaves both.
        os::current().remove(passing);
        if (named.failed()) os::throw_error(named.error, "cannot rename", path_);
      }
    } else if (taken && named.error == ENOENT) {
      named = {};
    }
  }
  if (named.failed()) os::throw_error(named.error, "cannot name", path_);
  unfinished_.clear();
}

}  // namespace memosaic
