// SPDX-License-Identifier: Apache-2.0
// Included once per target by search_kernels_simd.cpp: aligned search whose step is the size of a machine word.

#if defined(MEMOSAIC_SEARCH_SIMD_WORDS) == defined(HWY_TARGET_TOGGLE)
#ifdef MEMOSAIC_SEARCH_SIMD_WORDS
#undef MEMOSAIC_SEARCH_SIMD_WORDS
#else
#define MEMOSAIC_SEARCH_SIMD_WORDS
#endif

#include "bytes/search_simd_blocks.hpp"
#include "bytes/stride_scan.hpp"

HWY_BEFORE_NAMESPACE();
namespace memosaic::detail::HWY_NAMESPACE {

template <class Word>
using word_tag = hn::ScalableTag<Word>;

/// Which of the words from `at` on, one vector of them, are `wanted`.
template <class Word>
HWY_INLINE hn::Mask<word_tag<Word>> equal_words(const std::uint8_t* at, hn::Vec<word_tag<Word>> wanted) {
  const word_tag<Word> tag;
  const hn::Repartition<std::uint8_t, decltype(tag)> bytes;
  return hn::Eq(hn::BitCast(tag, hn::LoadU(bytes, at)), wanted);
}

template <class Word, bool backward>
HWY_INLINE std::size_t nearest_word(hn::Mask<word_tag<Word>> equal) {
  std::uint64_t bits = 0;
  hn::StoreMaskBits(word_tag<Word>(), equal, reinterpret_cast<std::uint8_t*>(&bits));
  return static_cast<std::size_t>(backward ? 63 - __builtin_clzll(bits) : __builtin_ctzll(bits));
}

/// The first, or last, of `count` words that is `word`, or npos.
template <class Word, bool backward>
HWY_INLINE std::size_t find_word(const std::uint8_t* words, std::size_t count, Word word) {
  const word_tag<Word> tag;
  constexpr std::size_t each = hn::MaxLanes(tag);
  const auto wanted = hn::Set(tag, word);
  if (count < each) {
    for (std::size_t k = 0; k < count; ++k) {
      const std::size_t index = backward ? count - 1 - k : k;
      if (word_at<Word>(words + index * sizeof(Word)) == word) return index;
    }
    return npos;
  }
  // One vector at the end where the search begins, then aligned ones, then one at the other end.
  std::size_t low = 0;
  std::size_t high = count;
  const std::size_t first = backward ? count - each : 0;
  const auto at_first = equal_words<Word>(words + first * sizeof(Word), wanted);
  if (!hn::AllFalse(tag, at_first)) return first + nearest_word<Word, backward>(at_first);
  const std::size_t beyond =
      reinterpret_cast<std::uintptr_t>(words + first * sizeof(Word)) % (each * sizeof(Word)) / sizeof(Word);
  if constexpr (backward) {
    high = first + (beyond == 0 ? 0 : each - beyond);
  } else {
    low = each - beyond;
  }
  while (high - low >= 4 * each) {
    const std::uint8_t* const at = words + (backward ? high - 4 * each : low) * sizeof(Word);
    const auto equal0 = equal_words<Word>(at, wanted);
    const auto equal1 = equal_words<Word>(at + each * sizeof(Word), wanted);
    const auto equal2 = equal_words<Word>(at + 2 * each * sizeof(Word), wanted);
    const auto equal3 = equal_words<Word>(at + 3 * each * sizeof(Word), wanted);
    if (HWY_UNLIKELY(!hn::AllFalse(tag, hn::Or(hn::Or(equal0, equal1), hn::Or(equal2, equal3))))) break;
    if constexpr (backward) {
      high -= 4 * each;
    } else {
      low += 4 * each;
    }
  }
  while (high - low >= each) {
    const std::size_t index = backward ? high - each : low;
    const auto equal = equal_words<Word>(words + index * sizeof(Word), wanted);
    if (!hn::AllFalse(tag, equal)) return index + nearest_word<Word, backward>(equal);
    if constexpr (backward) {
      high -= each;
    } else {
      low += each;
    }
  }
  if (low == high) return npos;
  // What this vector holds besides the rest was looked at above and holds no match.
  const std::size_t index = backward ? 0 : count - each;
  const auto equal = equal_words<Word>(words + index * sizeof(Word), wanted);
  return hn::AllFalse(tag, equal) ? npos : index + nearest_word<Word, backward>(equal);
}

/// The offset of the word of the needle that a sample of the haystack holds least often: of eight at most, from `phase`
/// on, so that all of them lie on whole words or none.
template <class Word>
HWY_NOINLINE std::size_t rarest_word(const std::uint8_t* candidates, std::size_t count, const std::uint8_t* needle,
                                     std::size_t size, std::size_t phase) {
  const word_tag<Word> tag;
  constexpr std::size_t samples = 64;
  const std::size_t stride = (count - hn::MaxLanes(tag)) / samples * sizeof(Word);
  std::size_t best = phase;
  std::size_t best_hits = npos;
  for (std::size_t k = 0; k < 8 && size - phase >= (k + 1) * sizeof(Word) && best_hits != 0; ++k) {
    const std::size_t offset = phase + k * sizeof(Word);
    const auto wanted = hn::Set(tag, word_at<Word>(needle + offset));
    std::size_t hits = 0;
    for (std::size_t sample = 0; sample < samples; ++sample) {
      hits += hn::CountTrue(tag, equal_words<Word>(candidates + sample * stride + offset, wanted));
    }
    if (hits < best_hits) {
      best = offset;
      best_hits = hits;
    }
  }
  return best;
}

/// The first match at a search position `from + k * sizeof(Word)`.
template <class Word, bool backward>
HWY_NOINLINE std::size_t next_word(search_plan& plan, const std::byte* haystack, std::size_t size,
                                   std::size_t from) noexcept {
  constexpr std::size_t step = sizeof(Word);
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(haystack);
  const auto* const needle = reinterpret_cast<const std::uint8_t*>(plan.needle);
  const std::size_t last = size - plan.size;
  std::size_t count = (last - from) / step + 1;
  std::size_t low = backward ? (last - from) % step : from;  // address of the first of `count` candidates
  // The word of the needle that lies on whole words in memory, if there is one.
  std::size_t phase = (step - reinterpret_cast<std::uintptr_t>(bytes + low) % step) % step;
  if (phase + step > plan.size) phase = 0;
  std::size_t probe = phase;
  if (plan.probes[0] > phase) probe += (plan.probes[0] - phase) / step * step;
  if (probe + step > plan.size) probe = phase;
  if (!plan.sampled && count >= (std::size_t{64} << 10) / step) {
    // Only what is near: in a mapped file, bytes far ahead would be read from the disk for this alone.
    constexpr std::size_t most = (std::size_t{1} << 20) / step;
    const std::size_t near = count < most ? count : most;
    probe = rarest_word<Word>(bytes + low + (backward ? (count - near) * step : 0), near, needle, plan.size, phase);
    plan.sampled = true;
  }
  const std::size_t begin = from;
  while (count != 0) {
    const std::size_t index = find_word<Word, backward>(bytes + low + probe, count, word_at<Word>(needle + probe));
    if (index == npos) break;
    const std::size_t candidate = low + index * step;
    const std::size_t at = backward ? last - candidate : candidate;
    const std::size_t agreed = agreeing(bytes + candidate, needle, plan.size);
    plan.compared += agreed + 16;
    if (agreed == plan.size || too_costly(plan, at - begin)) {
      plan.scanned += at - begin;
      plan.probes[0] = probe;
      if (agreed == plan.size) return at;
      plan.linear_left = npos;
      return two_way_find_aligned(plan.two_way, directed_run<backward>(plan.needle, plan.size),
                                  directed_run<backward>(haystack, size), at, step);
    }
    if (plan.compared / 2 > 512 + (plan.scanned + at - begin) / 32) {
      // Too many failed: what told this one apart may tell the next ones apart at once.
      probe = agreed < phase ? phase : phase + (agreed - phase) / step * step;
      if (probe + step > plan.size) probe -= step;
    }
    if constexpr (backward) {
      count = index;
    } else {
      low = candidate + step;
      count -= index + 1;
    }
  }
  plan.scanned += last - begin;
  plan.probes[0] = probe;
  return npos;
}

template <bool backward>
std::size_t next_aligned(search_plan& plan, const std::byte* haystack, std::size_t size, std::size_t from,
                         std::size_t step) noexcept {
  const bool words = plan.size >= step && plan.linear_left == 0 && size - plan.size >= from && !too_costly(plan, 0);
  if (words && step == 2) return next_word<std::uint16_t, backward>(plan, haystack, size, from);
  if (words && step == 4) return next_word<std::uint32_t, backward>(plan, haystack, size, from);
  if (words && step == 8) return next_word<std::uint64_t, backward>(plan, haystack, size, from);
  return stride_scan<backward>(plan, haystack, size, from, step);
}

}  // namespace memosaic::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
