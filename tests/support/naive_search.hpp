#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/find_all.hpp"

/// Searches that are obviously right: every position is tried, byte by byte. What the library answers is compared with
/// these; they share no code with it.
namespace memosaic::testing {

inline bool lies_at(bytes_view haystack, bytes_view needle, std::size_t at) {
  if (at > haystack.size() || haystack.size() - at < needle.size()) return false;
  for (std::size_t k = 0; k < needle.size(); ++k) {
    if (haystack[at + k] != needle[k]) return false;
  }
  return true;
}

/// Every match in ascending order, overlapping ones included.
inline std::vector<std::size_t> naive_matches(bytes_view haystack, bytes_view needle, const search_range& where = {}) {
  std::vector<std::size_t> found;
  const std::size_t stop = where.stop < haystack.size() ? where.stop : haystack.size();
  const std::size_t origin = where.origin == npos ? where.start : where.origin;
  for (std::size_t at = where.start; at <= stop; ++at) {
    const std::size_t distance = at > origin ? at - origin : origin - at;
    if (distance % where.step == 0 && lies_at(haystack.first(stop), needle, at)) found.push_back(at);
  }
  return found;
}

inline std::optional<std::size_t> naive_find(bytes_view haystack, bytes_view needle, const search_range& where = {}) {
  const auto all = naive_matches(haystack, needle, where);
  return all.empty() ? std::nullopt : std::optional(all.front());
}

inline std::optional<std::size_t> naive_rfind(bytes_view haystack, bytes_view needle, const search_range& where = {}) {
  const auto all = naive_matches(haystack, needle, where);
  return all.empty() ? std::nullopt : std::optional(all.back());
}

/// The matches in the order in which they are taken from one end.
inline std::vector<std::size_t> naive_find_all(bytes_view haystack, bytes_view needle, overlap overlapping,
                                               search_from from, const search_range& where = {}) {
  std::vector<std::size_t> all = naive_matches(haystack, needle, where);
  if (from == search_from::back) all = {all.rbegin(), all.rend()};
  if (overlapping == overlap::yes) return all;
  std::vector<std::size_t> taken;
  for (const std::size_t at : all) {
    const std::size_t distance = taken.empty() ? npos : at > taken.back() ? at - taken.back() : taken.back() - at;
    if (distance >= needle.size()) taken.push_back(at);
  }
  return taken;
}

/// `size` letters of an alphabet of the given size; the smaller the alphabet, the more often needles nearly match.
inline std::string random_letters(std::mt19937_64& random, std::size_t size, std::size_t alphabet) {
  std::string text(size, 'a');
  for (char& letter : text) letter = static_cast<char>('a' + random() % alphabet);
  return text;
}

}  // namespace memosaic::testing
