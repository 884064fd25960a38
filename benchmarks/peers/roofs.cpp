// SPDX-License-Identifier: Apache-2.0
#include "peers/roofs.hpp"

#include <algorithm>
#include <cstring>
#include <map>

#include "harness/clock.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace memosaic::bench {
namespace {

constexpr std::size_t prefetch_distance = 4'096;

std::uint64_t word_at(const std::byte* at) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// What is left of a run after the wide loop; also a whole reader where there is no wide loop.
std::uint64_t read_words(const std::byte* at, const std::byte* stop) noexcept {
  std::uint64_t seen[4] = {0, 0, 0, 0};
  for (; stop - at >= 32; at += 32) {
    for (std::size_t lane = 0; lane < 4; ++lane) seen[lane] |= word_at(at + 8 * lane);
  }
  for (; at != stop; ++at) seen[0] |= static_cast<std::uint64_t>(*at);
  return seen[0] | seen[1] | seen[2] | seen[3];
}

std::uint64_t read_pair_words(const std::byte* a, const std::byte* b, const std::byte* stop) noexcept {
  std::uint64_t seen[4] = {0, 0, 0, 0};
  for (; stop - a >= 32; a += 32, b += 32) {
    for (std::size_t lane = 0; lane < 4; ++lane) seen[lane] |= word_at(a + 8 * lane) ^ word_at(b + 8 * lane);
  }
  for (; a != stop; ++a, ++b) seen[0] |= static_cast<std::uint64_t>(*a ^ *b);
  return seen[0] | seen[1] | seen[2] | seen[3];
}

std::uint64_t plain_read(bytes_view bytes) { return read_words(bytes.data(), bytes.data() + bytes.size()); }

std::uint64_t plain_read_pair(bytes_view a, bytes_view b) {
  return read_pair_words(a.data(), b.data(), a.data() + a.size());
}

#if defined(__x86_64__)

template <bool Prefetch>
__attribute__((target("avx2"))) std::uint64_t avx2_read(bytes_view bytes) {
  const std::byte* at = bytes.data();
  const std::byte* const stop = at + bytes.size();
  __m256i seen[8];
  for (__m256i& one : seen) one = _mm256_setzero_si256();
  for (; stop - at >= 256; at += 256) {
    if constexpr (Prefetch) {
      for (std::size_t line = 0; line < 4; ++line) _mm_prefetch(at + prefetch_distance + 64 * line, _MM_HINT_T0);
    }
#pragma GCC unroll 8
    for (std::size_t i = 0; i < 8; ++i) {
      seen[i] = _mm256_or_si256(seen[i], _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + 32 * i)));
    }
  }
  for (std::size_t i = 1; i < 8; ++i) seen[0] = _mm256_or_si256(seen[0], seen[i]);
  return static_cast<std::uint64_t>(_mm256_testz_si256(seen[0], seen[0])) | read_words(at, stop);
}

template <bool Prefetch>
__attribute__((target("avx512f,avx512bw"))) std::uint64_t avx512_read(bytes_view bytes) {
  const std::byte* at = bytes.data();
  const std::byte* const stop = at + bytes.size();
  __m512i seen[8];
  for (__m512i& one : seen) one = _mm512_setzero_si512();
  for (; stop - at >= 512; at += 512) {
    if constexpr (Prefetch) {
      for (std::size_t line = 0; line < 8; ++line) _mm_prefetch(at + prefetch_distance + 64 * line, _MM_HINT_T0);
    }
#pragma GCC unroll 8
    for (std::size_t i = 0; i < 8; ++i) seen[i] = _mm512_or_si512(seen[i], _mm512_loadu_si512(at + 64 * i));
  }
  for (std::size_t i = 1; i < 8; ++i) seen[0] = _mm512_or_si512(seen[0], seen[i]);
  return _mm512_test_epi8_mask(seen[0], seen[0]) | read_words(at, stop);
}

template <bool Prefetch>
__attribute__((target("avx2"))) std::uint64_t avx2_read_pair(bytes_view first, bytes_view second) {
  const std::byte* a = first.data();
  const std::byte* b = second.data();
  const std::byte* const stop = a + first.size();
  __m256i seen[4];
  for (__m256i& one : seen) one = _mm256_setzero_si256();
  for (; stop - a >= 128; a += 128, b += 128) {
    if constexpr (Prefetch) {
      for (std::size_t line = 0; line < 2; ++line) {
        _mm_prefetch(a + prefetch_distance + 64 * line, _MM_HINT_T0);
        _mm_prefetch(b + prefetch_distance + 64 * line, _MM_HINT_T0);
      }
    }
#pragma GCC unroll 4
    for (std::size_t i = 0; i < 4; ++i) {
      const __m256i x = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(a + 32 * i));
      const __m256i y = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b + 32 * i));
      seen[i] = _mm256_or_si256(seen[i], _mm256_xor_si256(x, y));
    }
  }
  for (std::size_t i = 1; i < 4; ++i) seen[0] = _mm256_or_si256(seen[0], seen[i]);
  return static_cast<std::uint64_t>(_mm256_testz_si256(seen[0], seen[0])) | read_pair_words(a, b, stop);
}

template <bool Prefetch>
__attribute__((target("avx512f,avx512bw"))) std::uint64_t avx512_read_pair(bytes_view first, bytes_view second) {
  const std::byte* a = first.data();
  const std::byte* b = second.data();
  const std::byte* const stop = a + first.size();
  __m512i seen[4];
  for (__m512i& one : seen) one = _mm512_setzero_si512();
  for (; stop - a >= 256; a += 256, b += 256) {
    if constexpr (Prefetch) {
      for (std::size_t line = 0; line < 4; ++line) {
        _mm_prefetch(a + prefetch_distance + 64 * line, _MM_HINT_T0);
        _mm_prefetch(b + prefetch_distance + 64 * line, _MM_HINT_T0);
      }
    }
#pragma GCC unroll 4
    for (std::size_t i = 0; i < 4; ++i) {
      seen[i] =
          _mm512_or_si512(seen[i], _mm512_xor_si512(_mm512_loadu_si512(a + 64 * i), _mm512_loadu_si512(b + 64 * i)));
    }
  }
  for (std::size_t i = 1; i < 4; ++i) seen[0] = _mm512_or_si512(seen[0], seen[i]);
  return _mm512_test_epi8_mask(seen[0], seen[0]) | read_pair_words(a, b, stop);
}

#endif

// The candidate that is fastest in its best of some rounds; the rounds are interleaved.
template <typename Reader, typename Read>
Reader fastest_of(const std::vector<Reader>& candidates, std::size_t size, Read read) {
  std::vector<double> best(candidates.size(), 1e9);
  const std::size_t rounds = std::clamp<std::size_t>((std::size_t{256} << 20) / std::max<std::size_t>(size, 1), 5, 200);
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      best[i] = std::min(best[i], time_only([&] { keep(read(candidates[i])); }).seconds);
    }
  }
  return candidates[static_cast<std::size_t>(std::min_element(best.begin(), best.end()) - best.begin())];
}

}  // namespace

std::vector<stream_reader> stream_readers() {
  std::vector<stream_reader> readers{{"words", plain_read}};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    readers.push_back({"AVX2", avx2_read<false>});
    readers.push_back({"AVX2, prefetched", avx2_read<true>});
  }
  if (__builtin_cpu_supports("avx512bw")) {
    readers.push_back({"AVX-512", avx512_read<false>});
    readers.push_back({"AVX-512, prefetched", avx512_read<true>});
  }
#endif
  return readers;
}

std::vector<pair_reader> pair_readers() {
  std::vector<pair_reader> readers{{"words", plain_read_pair}};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    readers.push_back({"AVX2", avx2_read_pair<false>});
    readers.push_back({"AVX2, prefetched", avx2_read_pair<true>});
  }
  if (__builtin_cpu_supports("avx512bw")) {
    readers.push_back({"AVX-512", avx512_read_pair<false>});
    readers.push_back({"AVX-512, prefetched", avx512_read_pair<true>});
  }
#endif
  return readers;
}

const stream_reader& fastest_reader(bytes_view bytes) {
  static std::map<std::size_t, stream_reader> known;
  const auto found = known.find(bytes.size());
  if (found != known.end()) return found->second;
  const auto read = [&](const stream_reader& candidate) { return candidate.read(bytes); };
  return known.emplace(bytes.size(), fastest_of(stream_readers(), bytes.size(), read)).first->second;
}

const pair_reader& fastest_pair_reader(bytes_view a, bytes_view b) {
  static std::map<std::size_t, pair_reader> known;
  const auto found = known.find(a.size());
  if (found != known.end()) return found->second;
  const auto read = [&](const pair_reader& candidate) { return candidate.read(a, b); };
  return known.emplace(a.size(), fastest_of(pair_readers(), a.size(), read)).first->second;
}

}  // namespace memosaic::bench
