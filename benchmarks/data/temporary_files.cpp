// SPDX-License-Identifier: Apache-2.0
#include "data/temporary_files.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapping.hpp"

namespace memosaic::bench {

temporary_files::temporary_files() {
  const std::filesystem::path in_memory = "/dev/shm";
  const auto parent = std::filesystem::is_directory(in_memory) ? in_memory : std::filesystem::temp_directory_path();
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
