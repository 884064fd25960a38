// SPDX-License-Identifier: Apache-2.0
#include "bytes/processor.hpp"

#if defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

namespace memosaic {

bool processor_runs(simd_level level) noexcept {
  switch (level) {
    case simd_level::scalar:
      return true;
#if defined(__x86_64__)
    case simd_level::avx2:
      __builtin_cpu_init();
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
             __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul") &&
             __builtin_cpu_supports("aes");
    case simd_level::avx512:
      return processor_runs(simd_level::avx2) && __builtin_cpu_supports("avx512f") &&
             __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#elif defined(__aarch64__)
    case simd_level::neon:
      return true;
#endif
    default:
      return false;
  }
}

bool processor_has_pmull() noexcept {
#if defined(__aarch64__) && defined(__linux__)
  return (getauxval(AT_HWCAP) & HWCAP_PMULL) != 0;
#else
  return true;
#endif
}

}  // namespace memosaic
