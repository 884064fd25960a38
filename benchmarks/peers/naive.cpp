// SPDX-License-Identifier: Apache-2.0
#include "peers/naive.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

namespace memosaic::bench {

std::size_t naive_find(bytes_view haystack, bytes_view needle) {
  const auto found = std::search(haystack.begin(), haystack.end(), needle.begin(), needle.end());
  return found == haystack.end() ? npos : static_cast<std::size_t>(found - haystack.begin());
}

std::size_t naive_rfind(bytes_view haystack, bytes_view needle) {
  const auto found = std::search(haystack.rbegin(), haystack.rend(), needle.rbegin(), needle.rend());
  return found == haystack.rend() ? npos : static_cast<std::size_t>(haystack.rend() - found) - needle.size();
}

std::size_t naive_find_step(bytes_view haystack, bytes_view needle, std::size_t step) {
  for (std::size_t at = 0; at + needle.size() <= haystack.size(); at += step) {
    if (std::memcmp(haystack.data() + at, needle.data(), needle.size()) == 0) return at;
  }
  return npos;
}

std::size_t linear_find(bytes_view haystack, bytes_view needle) {
  std::vector<std::size_t> shorter(needle.size() + 1, 0);  // the longest proper border of each prefix
  for (std::size_t i = 1, border = 0; i < needle.size(); ++i) {
    while (border > 0 && needle[i] != needle[border]) border = shorter[border];
    if (needle[i] == needle[border]) ++border;
    shorter[i + 1] = border;
  }
  for (std::size_t i = 0, matched = 0; i < haystack.size(); ++i) {
    while (matched > 0 && haystack[i] != needle[matched]) matched = shorter[matched];
    if (haystack[i] == needle[matched]) ++matched;
    if (matched == needle.size()) return i + 1 - needle.size();
  }
  return npos;
}

std::size_t linear_rfind(bytes_view haystack, bytes_view needle) {
  const std::vector<std::byte> mirrored(haystack.rbegin(), haystack.rend());
  const std::vector<std::byte> mirrored_needle(needle.rbegin(), needle.rend());
  const std::size_t from_end = linear_find(bytes_of(mirrored), bytes_of(mirrored_needle));
  return from_end == npos ? npos : haystack.size() - from_end - needle.size();
}

bool is_filled_with(bytes_view target, bytes_view pattern) noexcept {
  std::size_t phase = 0;
  for (const std::byte value : target) {
    if (value != pattern[phase]) return false;
    if (++phase == pattern.size()) phase = 0;
  }
  return true;
}

}  // namespace memosaic::bench
