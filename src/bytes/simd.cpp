// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/simd.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace memosaic {
namespace {

struct level_list {
  std::array<simd_level, 4> levels{};
  std::size_t count = 0;
  void add(simd_level level) { levels[count++] = level; }
};

// What a level's Highway target may use: all of it must be there, and enabled by the kernel of the system.
level_list detect() noexcept {
  level_list found;
  found.add(simd_level::scalar);
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") &&
                    __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("aes");
  if (avx2) found.add(simd_level::avx2);
  if (avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
    found.add(simd_level::avx512);
  }
#elif defined(__aarch64__)
  found.add(simd_level::neon);
#endif
  return found;
}

const level_list& detected() noexcept {
  static const level_list list = detect();
  return list;
}

simd_level choose() noexcept {
  const auto available = available_simd_levels();
  if (const char* wanted = std::getenv("MEMOSAIC_SIMD")) {
    const auto named =
        std::find_if(available.begin(), available.end(), [&](simd_level level) { return to_string(level) == wanted; });
    if (named != available.end()) return *named;
  }
  return available.back();
}

}  // namespace

simd_level active_simd_level() noexcept {
  static const simd_level level = choose();
  return level;
}

std::span<const simd_level> available_simd_levels() noexcept {
  return std::span(detected().levels).first(detected().count);
}

std::string_view to_string(simd_level level) noexcept {
  switch (level) {
    case simd_level::scalar:
      return "scalar";
    case simd_level::neon:
      return "neon";
    case simd_level::avx2:
      return "avx2";
    case simd_level::avx512:
      return "avx512";
  }
  return "scalar";
}

}  // namespace memosaic
