// SPDX-License-Identifier: Apache-2.0
#include "peers/large_copies.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace memosaic::bench {

#if defined(__x86_64__)

namespace {

void rep_movsb_copy(bytes_view source, mutable_bytes_view target) {
  const std::byte* from = source.data();
  std::byte* to = target.data();
  std::size_t size = source.size();
  asm volatile("rep movsb" : "+S"(from), "+D"(to), "+c"(size) : : "memory");
}

__attribute__((target("avx2"))) void non_temporal_copy(bytes_view source, mutable_bytes_view target) {
  for (std::size_t at = 0; at < source.size(); at += 64) {
    const auto* from = reinterpret_cast<const __m256i*>(source.data() + at);
    auto* to = reinterpret_cast<__m256i*>(target.data() + at);
    _mm256_stream_si256(to, _mm256_loadu_si256(from));
    _mm256_stream_si256(to + 1, _mm256_loadu_si256(from + 1));
  }
  _mm_sfence();
}

}  // namespace

std::vector<large_copy> large_copies() {
  std::vector<large_copy> copies{{"rep movsb", rep_movsb_copy}};
  if (__builtin_cpu_supports("avx2")) copies.push_back({"non-temporal stores", non_temporal_copy});
  return copies;
}

#else

std::vector<large_copy> large_copies() { return {}; }

#endif

}  // namespace memosaic::bench
