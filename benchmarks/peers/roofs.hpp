#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"

/// How fast this machine can do nothing but touch the bytes: what no kernel can beat.
///
/// Each roof has several implementations (words, AVX2, AVX-512, with and without prefetching); the fastest on the
/// memory in question is the roof. None of them branches on the data.
namespace memosaic::bench {

/// Reads all of `bytes` once; the result only keeps the loads alive.
struct stream_reader {
  std::string variant;
  std::uint64_t (*read)(bytes_view bytes);
};

/// Reads two runs of the same size side by side; the payload is one of them.
struct pair_reader {
  std::string variant;
  std::uint64_t (*read)(bytes_view a, bytes_view b);
};

/// What this machine can run; never empty.
[[nodiscard]] std::vector<stream_reader> stream_readers();
[[nodiscard]] std::vector<pair_reader> pair_readers();

/// The fastest reader for `bytes` where they lie: measured at the first call for each size, then remembered.
[[nodiscard]] const stream_reader& fastest_reader(bytes_view bytes);
[[nodiscard]] const pair_reader& fastest_pair_reader(bytes_view a, bytes_view b);

inline constexpr const char* stream_roof = "one-stream read";
inline constexpr const char* pair_roof = "two-stream read";

}  // namespace memosaic::bench
