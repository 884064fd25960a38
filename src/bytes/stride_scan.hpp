#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "bytes/two_way.hpp"

/// Aligned search that looks at one word of the needle per allowed position, and at nothing between them.
namespace memosaic::detail {

/// The first match at a position `from + k * step` by Two-Way: linear, whatever the bytes are.
///
/// It goes through all matches since the last one, those that are not aligned too: what Two-Way remembers of one match
/// tells it the next ones without comparing them anew.
template <bool backward>
std::size_t two_way_find_aligned(two_way_state& state, directed_run<backward> needle, directed_run<backward> haystack,
                                 std::size_t from, std::size_t step) noexcept {
  const std::size_t stop = haystack.size() - needle.size() + 1;
  for (std::size_t at = std::min(from, state.resume); at < stop; ++at) {
    at = two_way_find(state, needle, haystack, at, stop);
    if (at == npos || (at >= from && (at - from) % step == 0)) return at;
  }
  return npos;
}

template <typename Word>
Word load_word(const std::byte* at) noexcept {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// Whether failed candidates of an aligned search have cost more than the scan itself; Two-Way takes over then.
inline bool too_costly(const search_plan& plan, std::size_t progress) noexcept {
  return plan.compared / 4 > plan.scanned + progress + plan.size + 16384;
}

template <bool backward, typename Word>
std::size_t stride_scan_words(search_plan& plan, const std::byte* haystack, std::size_t size, std::size_t from,
                              std::size_t step) noexcept {
  const std::size_t last = size - plan.size;  // the last position
  std::size_t left = (last - from) / step + 1;
  const std::size_t first = backward ? last - from : from;
  const auto address = [&](std::size_t taken) { return backward ? first - taken * step : first + taken * step; };
  std::size_t probe = plan.probes[0] <= plan.size - sizeof(Word) ? plan.probes[0] : plan.size - sizeof(Word);
  Word wanted = load_word<Word>(plan.needle + probe);
  std::size_t taken = 0;
  while (left != 0) {
    const std::byte* const at = haystack + address(taken) + probe;
    if (left >= 4) {
      const auto word = [&](std::size_t k) { return load_word<Word>(backward ? at - k * step : at + k * step); };
      const unsigned any = static_cast<unsigned>(word(0) == wanted) | static_cast<unsigned>(word(1) == wanted) |
                           static_cast<unsigned>(word(2) == wanted) | static_cast<unsigned>(word(3) == wanted);
      if (any == 0) {
        taken += 4;
        left -= 4;
        continue;
      }
    }
    if (load_word<Word>(at) == wanted) {
      const std::byte* const candidate = haystack + address(taken);
      const std::size_t agreed = agreeing_prefix(candidate, plan.needle, plan.size);
      plan.compared += agreed + 16;
      if (agreed == plan.size) {
        plan.scanned += taken * step;
        plan.probes[0] = probe;
        return from + taken * step;
      }
      if (too_costly(plan, taken * step)) {
        plan.linear_left = npos;
        return two_way_find_aligned(plan.two_way, directed_run<backward>(plan.needle, plan.size),
                                    directed_run<backward>(haystack, size), from + taken * step, step);
      }
      // What told this candidate apart may tell the next ones apart at once.
      probe = agreed <= plan.size - sizeof(Word) ? agreed : plan.size - sizeof(Word);
      wanted = load_word<Word>(plan.needle + probe);
    }
    ++taken;
    --left;
  }
  plan.scanned += taken * step;
  plan.probes[0] = probe;
  return npos;
}

template <bool backward>
std::size_t stride_scan(search_plan& plan, const std::byte* haystack, std::size_t size, std::size_t from,
                        std::size_t step) noexcept {
  if (size - plan.size < from) return npos;
  if (plan.linear_left != 0 || too_costly(plan, 0)) {
    plan.linear_left = npos;
    return two_way_find_aligned(plan.two_way, directed_run<backward>(plan.needle, plan.size),
                                directed_run<backward>(haystack, size), from, step);
  }
  if (plan.size >= 8) return stride_scan_words<backward, std::uint64_t>(plan, haystack, size, from, step);
  if (plan.size >= 4) return stride_scan_words<backward, std::uint32_t>(plan, haystack, size, from, step);
  if (plan.size >= 2) return stride_scan_words<backward, std::uint16_t>(plan, haystack, size, from, step);
  return stride_scan_words<backward, std::uint8_t>(plan, haystack, size, from, step);
}

}  // namespace memosaic::detail
