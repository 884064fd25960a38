// SPDX-License-Identifier: Apache-2.0
#include "data/temporary_files.hpp"

#include <sys/statfs.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapping.hpp"

namespace memosaic::bench {
namespace {

constexpr long file_system_in_memory = 0x01021994;  // TMPFS_MAGIC, linux/magic.h

std::filesystem::path folder_in_memory() {
  const std::filesystem::path in_memory = "/dev/shm";
  return std::filesystem::is_directory(in_memory) ? in_memory : std::filesystem::temp_directory_path();
}

}  // namespace

std::filesystem::path folder_on_disk() {
  const std::filesystem::path usual = std::filesystem::temp_directory_path();
  struct statfs about {};
  if (::statfs(usual.c_str(), &about) == 0 && about.f_type == file_system_in_memory) return "/var/tmp";
  return usual;
}

temporary_files::temporary_files() : temporary_files(folder_in_memory()) {}

temporary_files::temporary_files(const std::filesystem::path& parent) {
  folder_ = (parent / "memosaic-bench-XXXXXX").string();
  if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error(folder_ + ": cannot be made");
}

temporary_files::~temporary_files() {
  std::error_code ignored;  // what cannot be removed now, the system removes when it starts
  std::filesystem::remove_all(folder_, ignored);
}

std::string temporary_files::with_bytes(std::string_view name, bytes_view bytes) const {
  const std::string made = path(name);
  std::ofstream file(made, std::ios::binary);
  file.write(text_of(bytes).data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw std::runtime_error(made + ": cannot be written");
  return made;
}

std::string temporary_files::with_size(std::string_view name, std::size_t size) const {
  const std::string made = with_bytes(name, {});
  std::filesystem::resize_file(made, size);
  return made;
}

bool same_bytes(const std::string& a, const std::string& b) {
  const mapping first{file(a)};
  const mapping second{file(b)};
  return equal(first.bytes(), second.bytes());
}

}  // namespace memosaic::bench
