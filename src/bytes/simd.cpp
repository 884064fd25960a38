// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/simd.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "bytes/processor.hpp"

namespace memosaic {
namespace {

struct level_list {
  std::array<simd_level, 4> levels{};
  std::size_t count = 0;
};

level_list detect() noexcept {
  level_list found;
  for (const simd_level level : {simd_level::scalar, simd_level::neon, simd_level::avx2, simd_level::avx512}) {
    if (processor_runs(level)) found.levels[found.count++] = level;
  }
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
