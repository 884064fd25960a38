// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/masked_needle.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>

#include "bytes/search_bounds.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/hex.hpp"
#include "memosaic/error.hpp"

namespace memosaic {
namespace {

constexpr std::byte all_bits{0xFF};

/// A digit, or 16 for a question mark; 99 for anything else.
unsigned digit_value(char character) {
  if (character >= '0' && character <= '9') return static_cast<unsigned>(character - '0');
  if (character >= 'a' && character <= 'f') return static_cast<unsigned>(character - 'a') + 10;
  if (character >= 'A' && character <= 'F') return static_cast<unsigned>(character - 'A') + 10;
  return character == '?' ? 16 : 99;
}

[[noreturn]] void throw_bad_text(std::string_view text, std::size_t at) {
  if (at == text.size()) throw format_error("", at, "the second digit of a byte is missing");
  const auto found = static_cast<unsigned char>(text[at]);
  std::string what = "expected a hexadecimal digit or '?', found ";
  what += found > ' ' && found < 0x7F ? "'" + std::string(1, text[at]) + "'"
                                      : "byte 0x" + to_hex(std::as_bytes(std::span(&found, 1)));
  throw format_error("", at, what);
}

/// How much a byte of a needle tells: one of fewer bits tells less, and zeros and ones fill what is unused.
int worth(std::byte value, std::byte mask) {
  const int bits = std::popcount(std::to_integer<unsigned>(mask));
  return value == std::byte{0} || value == mask ? bits : 2 * bits;
}

bool same_bits(const std::byte* bytes, const std::byte* values, const std::byte* mask, std::size_t size) {
  std::size_t i = 0;
  for (; i + sizeof(std::uint64_t) <= size; i += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::uint64_t value = 0;
    std::uint64_t bits = 0;
    std::memcpy(&word, bytes + i, sizeof(word));
    std::memcpy(&value, values + i, sizeof(value));
    std::memcpy(&bits, mask + i, sizeof(bits));
    if ((word & bits) != value) return false;
  }
  for (; i < size; ++i) {
    if ((bytes[i] & mask[i]) != values[i]) return false;
  }
  return true;
}

}  // namespace

masked_needle::masked_needle(bytes_view values, bytes_view mask)
    : values_(values.begin(), values.end()), mask_(mask.begin(), mask.end()) {
  if (values.size() != mask.size()) {
    throw std::invalid_argument("a needle of " + std::to_string(values.size()) + " bytes with a mask of " +
                                std::to_string(mask.size()));
  }
  prepare();
}

masked_needle::masked_needle(bytes_view exact) : values_(exact.begin(), exact.end()), mask_(exact.size(), all_bits) {
  prepare();
}

masked_needle masked_needle::parse(std::string_view text) {
  std::vector<std::byte> values;
  std::vector<std::byte> mask;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (std::string_view(" \t\n\v\f\r").find(text[at]) != std::string_view::npos) continue;
    const unsigned high = digit_value(text[at]);
    if (high > 16) throw_bad_text(text, at);
    ++at;
    const unsigned low = at < text.size() ? digit_value(text[at]) : 99;
    if (low > 16) throw_bad_text(text, at);
    values.push_back(static_cast<std::byte>((high & 15U) << 4 | (low & 15U)));
    mask.push_back(static_cast<std::byte>((high < 16 ? 0xF0U : 0U) | (low < 16 ? 0x0FU : 0U)));
  }
  return masked_needle(values, mask);
}

void masked_needle::prepare() {
  if (values_.empty()) throw std::invalid_argument("a masked needle of no bytes");
  for (std::size_t i = 0; i < size(); ++i) values_[i] &= mask_[i];
  for (std::size_t start = 0; start < size();) {
    auto stop = start;
    while (stop < size() && mask_[stop] == all_bits) ++stop;
    if (stop - start > anchor_size_) {
      anchor_at_ = start;
      anchor_size_ = stop - start;
    }
    start = stop + 1;
  }
  for (probe& chosen : probes_) {
    chosen = {size(), {}, {}};
    for (std::size_t i = 0; i < size(); ++i) {
      const bool taken = &chosen != &probes_.front() && i == probes_.front().offset && size() > 1;
      if (taken) continue;
      if (chosen.offset == size() || worth(values_[i], mask_[i]) > worth(chosen.value, chosen.mask)) {
        chosen = {i, values_[i], mask_[i]};
      }
    }
  }
}

bool masked_needle::matches_at(const std::byte* place) const noexcept {
  return same_bits(place, values_.data(), mask_.data(), size());
}

bool masked_needle::agrees(bytes_view bytes, std::size_t offset) const {
  require_run(offset, bytes.size(), size());
  return same_bits(bytes.data(), values_.data() + offset, mask_.data() + offset, bytes.size());
}

/// Calls `report(position)` for every match in the direction of the search, until it returns false.
template <typename Report>
void masked_needle::visit(bytes_view haystack, search_from from, const search_range& where, Report&& report) const {
  const auto bounds = detail::bound_search(haystack.size(), size(), where, from == search_from::back);
  if (!bounds) return;
  const auto last = bounds->last - bounds->start;
  const bytes_view run = haystack.subspan(bounds->start, last + size());
  const auto report_in_run = [&](std::size_t at) { return report(bounds->start + at); };
  if (anchor_size_ < 2) {
    visit_by_probes(run, from, bounds->first, where.step, report_in_run);
    return;
  }
  const bytes_view anchor(values_.data() + anchor_at_, anchor_size_);
  const search_range aligned{.step = where.step,
                             .origin = from == search_from::back ? last - bounds->first : bounds->first};
  // Where an anchor begins in this part of the run, a match begins in the run.
  const bytes_view anchors = run.subspan(anchor_at_, last + anchor_size_);
  for (const std::size_t at : memosaic::find_all(anchors, anchor, overlap::yes, from, aligned)) {
    if (matches_at(run.data() + at) && !report_in_run(at)) return;
  }
}

/// The same, for needles without two whole bytes side by side. Positions count from `first` in the direction of the
/// search, and are looked at in blocks, which compilers turn into vectors.
template <typename Report>
void masked_needle::visit_by_probes(bytes_view run, search_from from, std::size_t first, std::size_t step,
                                    Report&& report) const {
  constexpr std::size_t block = 64;
  const auto last = run.size() - size();
  const bool backward = from == search_from::back;
  const auto place = [&](std::size_t position) { return backward ? last - position : position; };
  const auto [one, two] = probes_;
  for (std::size_t position = first;;) {
    if (step == 1 && last - position >= block - 1) {
      const std::byte* const begin = run.data() + (backward ? last - position - (block - 1) : position);
      const std::byte* const by_one = begin + one.offset;
      const std::byte* const by_two = begin + two.offset;
      std::array<std::uint8_t, block> hits;
      std::uint8_t any = 0;
      for (std::size_t i = 0; i < block; ++i) {
        const auto unlike = ((by_one[i] & one.mask) ^ one.value) | ((by_two[i] & two.mask) ^ two.value);
        hits[i] = unlike == std::byte{0} ? 1 : 0;
        any = static_cast<std::uint8_t>(any | hits[i]);
      }
      for (std::size_t i = 0; any != 0 && i < block; ++i) {
        if (hits[backward ? block - 1 - i : i] == 0) continue;
        const auto at = place(position + i);
        if (matches_at(run.data() + at) && !report(at)) return;
      }
      if (last - position < block) return;
      position += block;
      continue;
    }
    const auto at = place(position);
    if (matches_at(run.data() + at) && !report(at)) return;
    if (last - position < step) return;
    position += step;
  }
}

/// Of the matches from the front, those that the rule about overlapping lets stand.
template <typename Report>
void masked_needle::visit_taken(bytes_view haystack, overlap overlapping, const search_range& where,
                                Report&& report) const {
  std::size_t free = 0;
  visit(haystack, search_from::front, where, [&](std::size_t at) {
    if (at < free) return true;
    if (overlapping == overlap::no) free = at + size();  // the end of a match lies in the haystack
    report(at);
    return true;
  });
}

std::optional<std::size_t> masked_needle::find(bytes_view haystack, const search_range& where) const {
  std::optional<std::size_t> found;
  visit(haystack, search_from::front, where, [&](std::size_t at) {
    found = at;
    return false;
  });
  return found;
}

std::optional<std::size_t> masked_needle::rfind(bytes_view haystack, const search_range& where) const {
  std::optional<std::size_t> found;
  visit(haystack, search_from::back, where, [&](std::size_t at) {
    found = at;
    return false;
  });
  return found;
}

std::vector<std::size_t> masked_needle::find_all(bytes_view haystack, overlap overlapping,
                                                 const search_range& where) const {
  std::vector<std::size_t> found;
  visit_taken(haystack, overlapping, where, [&](std::size_t at) { found.push_back(at); });
  return found;
}

std::size_t masked_needle::count(bytes_view haystack, overlap overlapping, const search_range& where) const {
  std::size_t found = 0;
  visit_taken(haystack, overlapping, where, [&](std::size_t) { ++found; });
  return found;
}

}  // namespace memosaic
