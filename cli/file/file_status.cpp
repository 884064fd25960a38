// SPDX-License-Identifier: Apache-2.0
#include "cli/file/file_status.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>

namespace memosaic::cli {
namespace {

struct kind_facts {
  file_kind kind;
  std::string_view title;
  std::string_view name;
};

constexpr std::array kinds{
    kind_facts{file_kind::regular, "a regular file", "regular"},
    kind_facts{file_kind::folder, "a folder", "folder"},
    kind_facts{file_kind::pipe, "a pipe", "pipe"},
    kind_facts{file_kind::socket, "a socket", "socket"},
    kind_facts{file_kind::character_device, "a character device", "character_device"},
    kind_facts{file_kind::block_device, "a block device", "block_device"},
    kind_facts{file_kind::other, "no regular file", "other"},
};

const kind_facts& facts_of(file_kind kind) noexcept { return *std::ranges::find(kinds, kind, &kind_facts::kind); }

file_kind kind_of(const struct stat& status) noexcept {
  switch (status.st_mode & S_IFMT) {
    case S_IFREG:
      return file_kind::regular;
    case S_IFDIR:
      return file_kind::folder;
    case S_IFIFO:
      return file_kind::pipe;
    case S_IFSOCK:
      return file_kind::socket;
    case S_IFCHR:
      return file_kind::character_device;
    case S_IFBLK:
      return file_kind::block_device;
    default:
      return file_kind::other;
  }
}

// The field of that number, counted from 0.
std::string field(const std::string& line, std::size_t number) {
  std::istringstream words(line);
  std::string word;
  for (std::size_t i = 0; i <= number; ++i) {
    if (!(words >> word)) return {};
  }
  return word;
}

std::string first_line(const std::filesystem::path& path) {
  std::ifstream text(path);
  std::string line;
  std::getline(text, line);
  return line;
}

bool maps(const std::filesystem::path& process, const std::string& device, const std::string& inode) {
  // proc(5): address, permissions, offset, device, inode, path.
  std::ifstream text(process / "maps");
  for (std::string line; std::getline(text, line);) {
    if (field(line, 3) == device && field(line, 4) == inode) return true;
  }
  return false;
}

}  // namespace

std::string_view title_of(file_kind kind) noexcept { return facts_of(kind).title; }
std::string_view name_of(file_kind kind) noexcept { return facts_of(kind).name; }

file_status status_of(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    throw std::filesystem::filesystem_error("look at", path, std::error_code(errno, std::generic_category()));
  }
  file_status result;
  result.kind = kind_of(status);
  result.device = status.st_dev;
  result.inode = status.st_ino;
  result.size = static_cast<std::uint64_t>(status.st_size);
  result.taken = static_cast<std::uint64_t>(status.st_blocks) * 512;  // of that size whatever the medium has
  result.block_size = static_cast<std::uint64_t>(status.st_blksize);
  result.modified_ns = status.st_mtim.tv_sec * std::int64_t{1'000'000'000} + status.st_mtim.tv_nsec;
  return result;
}

std::string device_text(std::uint64_t device) { return fmt::format("{}:{}", major(device), minor(device)); }

std::string file_system_of(std::uint64_t device) {
  const std::string wanted = device_text(device);
  // proc_pid_mountinfo(5): number, parent, device, root, mount point, options, fields up to "-", type, ...
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    if (field(line, 2) != wanted) continue;
    const auto separator = line.find(" - ");
    if (separator != std::string::npos) return field(line.substr(separator + 3), 0);
  }
  return {};
}

std::vector<std::string> processes_that_map(const file_status& of, std::size_t most) {
  const std::string device = fmt::format("{:02x}:{:02x}", major(of.device), minor(of.device));
  const std::string inode = std::to_string(of.inode);
  std::vector<std::string> found;
  std::error_code ended;
  for (std::filesystem::directory_iterator each("/proc", ended);
       !ended && each != std::filesystem::directory_iterator(); each.increment(ended)) {
    const std::string number = each->path().filename().string();
    if (number.find_first_not_of("0123456789") != std::string::npos) continue;
    if (found.size() == most) break;
    if (maps(each->path(), device, inode)) found.push_back(number + " (" + first_line(each->path() / "comm") + ")");
  }
  return found;
}

}  // namespace memosaic::cli
