// SPDX-License-Identifier: Apache-2.0
#include "data/pools.hpp"

#include <algorithm>
#include <map>

#include "data/aligned_bytes.hpp"
#include "data/english_text.hpp"
#include "data/random_bytes.hpp"

namespace memosaic::bench {

std::string size_text(std::size_t size) {
  if (size % mebibyte == 0) return std::to_string(size / mebibyte) + " MiB";
  return std::to_string(size) + (size == 1 ? " byte" : " bytes");
}

mutable_bytes_view random_pool() {
  static aligned_bytes pool = [] {
    aligned_bytes made(large_size);
    fill_random(made.bytes(), rare_byte, 1);
    return made;
  }();
  return pool.bytes();
}

mutable_bytes_view text_pool() {
  static aligned_bytes pool = [] {
    aligned_bytes made(large_size);
    fill_english(made.bytes(), 2);
    return made;
  }();
  return pool.bytes();
}

mutable_bytes_view equal_pool() {
  static aligned_bytes pool = [] {
    aligned_bytes made(large_size);
    std::ranges::copy(random_pool(), made.bytes().begin());
    return made;
  }();
  return pool.bytes();
}

mutable_bytes_view opposite_pool() {
  static aligned_bytes pool = [] {
    aligned_bytes made(large_size);
    std::ranges::transform(random_pool(), made.bytes().begin(), [](std::byte value) { return ~value; });
    return made;
  }();
  return pool.bytes();
}

std::string rare_needle(std::size_t size) {
  std::string needle(size, '\0');
  fill_random(mutable_bytes_of(needle), rare_byte, 3 + size);
  needle[0] = static_cast<char>(rare_byte);
  return needle;
}

const std::string& text_needle(std::size_t size) {
  static std::map<std::size_t, std::string> known;
  const auto found = known.find(size);
  if (found != known.end()) return found->second;
  return known.emplace(size, absent_english_needle(text_pool(), size, size)).first->second;
}

}  // namespace memosaic::bench
