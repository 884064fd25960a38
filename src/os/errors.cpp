// SPDX-License-Identifier: Apache-2.0
#include "os/errors.hpp"

#include <array>
#include <string>
#include <system_error>

#include "os/calls.hpp"

namespace memosaic::os {

void throw_error(int error, std::string_view doing, const std::filesystem::path& path) {
  throw std::filesystem::filesystem_error(std::string(doing), path, std::error_code(error, std::system_category()));
}

void throw_error(int error, std::string_view doing, int fd) { throw_error(error, doing, name_of(fd)); }

void throw_error(int error, std::string_view doing, int source_fd, int target_fd) {
  throw std::filesystem::filesystem_error(std::string(doing), name_of(source_fd), name_of(target_fd),
                                          std::error_code(error, std::system_category()));
}

std::filesystem::path name_of(int fd) {
  const std::string number = std::to_string(fd);
  std::array<char, 4096> target;
  const auto link = current().read_link(("/proc/self/fd/" + number).c_str(), target);
  if (link.failed() || link.count() == 0) return "descriptor " + number;
  return std::string(target.data(), link.count());
}

}  // namespace memosaic::os
