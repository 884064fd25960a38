#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace memosaic::test {

/// What the kernel says that this process has of one file.
struct mapped_facts {
  std::uint64_t mapped = 0;    ///< bytes of addresses
  std::uint64_t resident = 0;  ///< bytes of pages that are there
  std::uint64_t mappings = 0;
};

inline mapped_facts mapped_facts_of(const std::filesystem::path& path) {
  std::ifstream maps("/proc/self/smaps");
  mapped_facts facts;
  bool is_it = false;
  for (std::string line; std::getline(maps, line);) {
    const auto number = [&] { return std::strtoull(line.c_str() + line.find(':') + 1, nullptr, 10) * 1024; };
    if (line.find('-') != std::string::npos && line.find('-') < line.find(' ')) {
      is_it = line.ends_with(path.string());
      facts.mappings += is_it ? 1U : 0U;
    } else if (is_it && line.starts_with("Size:")) {
      facts.mapped += number();
    } else if (is_it && line.starts_with("Rss:")) {
      facts.resident += number();
    }
  }
  return facts;
}

/// How many descriptors of this process are of files in a folder.
inline std::uint64_t descriptors_in(const std::filesystem::path& folder) {
  std::uint64_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;  // the one that reads the folder itself
    const auto target = std::filesystem::read_symlink(entry.path(), gone);
    count += !gone && target.string().starts_with(folder.string()) ? 1U : 0U;
  }
  return count;
}

/// The address space that this process has, in bytes.
inline std::uint64_t addresses_in_use() {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

/// Sanitizers need mappings, addresses and descriptors themselves: what leaves none is not tried with them.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool has_sanitizer = true;
#else
inline constexpr bool has_sanitizer = false;
#endif
#else
inline constexpr bool has_sanitizer = false;
#endif

}  // namespace memosaic::test
