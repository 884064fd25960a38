// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/copy.hpp"

#include <cstring>

#include "bytes/copy_kernels.hpp"
#include "bytes/overlap.hpp"
#include "memosaic/bytes/checked.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace memosaic {
namespace {

// From here on a copy and its source are more than any core's share of the caches of the machines we know.
constexpr std::size_t smallest_stream = 32 * 1024 * 1024;

// A virtual machine is told the whole cache of its host, which it shares with the other guests, and the C library
// believes it: it then copies tens of MiB through a cache that does not hold them. On bare metal it judges well, and is
// left alone. `rep movsb` is no way out: it is as fast on some machines, but 20 times slower on AMD's Zen 3 when the
// target is not aligned (glibc bug 30994).
bool cache_is_misjudged() noexcept {
#if defined(__x86_64__)
  constexpr unsigned hypervisor = 1u << 31;
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & hypervisor) != 0;
#else
  return false;
#endif
}

const copy_kernels& large_copies() noexcept {
  static const copy_kernels kernels =
      cache_is_misjudged() ? copy_kernels_for(active_simd_level()) : copy_kernels{nullptr};
  return kernels;
}

void move_bytes(std::byte* to, const std::byte* from, std::size_t size) noexcept {
  if (size >= smallest_stream && large_copies().stream != nullptr &&
      !overlap_in_memory({to, size}, bytes_view(from, size))) {
    large_copies().stream(to, from, size);
  } else if (size != 0) {  // memmove may not be given null, not even for 0 bytes
    std::memmove(to, from, size);
  }
}

}  // namespace

void copy_to(bytes_view source, mutable_bytes_view target, std::size_t at) {
  require_run(at, source.size(), target.size());
  move_bytes(target.data() + at, source.data(), source.size());
}

void move_within(mutable_bytes_view bytes, std::size_t start, std::size_t stop, std::size_t to) {
  require_range(start, stop, bytes.size());
  require_run(to, stop - start, bytes.size());
  move_bytes(bytes.data() + to, bytes.data() + start, stop - start);
}

}  // namespace memosaic
