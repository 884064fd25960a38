// SPDX-License-Identifier: Apache-2.0
#include "harness/peak_memory.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <string>

namespace memosaic::bench {
namespace {

std::uint64_t peak_resident_bytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoull(line.substr(6)) * 1024;
  }
  throw std::runtime_error("this kernel does not tell the peak of resident memory");
}

// "5" sets the peak to what is resident now (Linux, Documentation/filesystems/proc.rst).
void reset_peak() {
  std::ofstream reset("/proc/self/clear_refs");
  reset << "5" << std::flush;
  if (!reset) throw std::runtime_error("this kernel does not let the peak of resident memory be reset");
}

}  // namespace

std::uint64_t peak_growth(const std::function<void()>& run) {
  static_cast<void>(peak_resident_bytes());  // what reading costs is paid before
  reset_peak();
  const std::uint64_t before = peak_resident_bytes();
  run();
  return std::max(peak_resident_bytes(), before) - before;
}

}  // namespace memosaic::bench
