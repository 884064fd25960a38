// SPDX-License-Identifier: Apache-2.0
#include "harness/machine.hpp"

#include <fstream>
#include <thread>

#include "memosaic/bytes/simd.hpp"

#if defined(__GLIBC__)
#include <gnu/libc-version.h>
#endif

namespace memosaic::bench {
namespace {

std::string processor_name() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    const auto colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown processor";
}

std::string c_library() {
#if defined(__GLIBC__)
  return std::string("glibc ") + gnu_get_libc_version();
#else
  return "another C library";
#endif
}

std::string compiler() {
#if defined(__clang__)
  return "clang " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

}  // namespace

std::string machine_text() {
  return processor_name() + " x " + std::to_string(std::thread::hardware_concurrency()) + ", " + c_library() + ", " +
         compiler() + ", SIMD level " + std::string(to_string(active_simd_level()));
}

}  // namespace memosaic::bench
