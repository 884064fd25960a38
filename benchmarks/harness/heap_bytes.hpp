#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <utility>

namespace memosaic::bench {

/// What the process has allocated and not freed, as the C library counts it, its own headers included.
///
/// Errors: `std::runtime_error` where the C library does not tell.
[[nodiscard]] std::uint64_t heap_bytes();

/// Makes the C library join the small chunks that were freed. It puts that off, and whoever allocates next pays: after
/// a large std::map, hundreds of milliseconds.
void settle_heap() noexcept;

/// How many bytes stay allocated for what `make()` returns.
template <typename Make>
[[nodiscard]] std::uint64_t heap_bytes_of(Make&& make) {
  const std::uint64_t before = heap_bytes();
  const auto made = std::forward<Make>(make)();
  const std::uint64_t after = heap_bytes();
  return after > before ? after - before : 0;
}

}  // namespace memosaic::bench
