#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

#include "memosaic/bytes/find_all.hpp"
#include "memosaic/bytes/segment_searcher.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "sparse/reader.hpp"

namespace memosaic::sparse_core {

/// Visits every match of a needle in a memory, from the front. What matches is decided block by block.
///
/// `Report` is called with the address of each match, or where they are only counted, with how many there are.
/// Cost: O(bytes + matches), of which a long run has as many as its period and the needle; counting what it holds of
/// matches costs no more either.
template <memory_address Address, bool Counts, typename Report>
class match_visit {
 public:
  using length = address_length<Address>;
  using range = basic_address_range<Address>;

  match_visit(bytes_view needle, overlap overlapping, Report& report)
      : search_(needle, {.overlapping = overlapping}), overlapping_(overlapping), report_(report) {}

  void visit(const basic_sparse_memory<Address>& memory, range where) {
    path<Address> way;
    if (where.empty() || !way.seek_reaching(reader<Address>::tree(memory), where.start)) return;
    std::optional<Address> before;  // where the piece before ended
    do {
      if (way.start() >= where.stop) return;
      const range part = intersection<Address>({way.start(), way.stop()}, where);
      if (before != part.start) begin_at(part.start);
      visit_piece(way, part);
      before = part.stop;
    } while (way.advance());
  }

 private:
  static constexpr std::size_t longest_period = std::size_t{1} << 20;  ///< of which all matches are noted

  [[nodiscard]] static Address moved(const Address& from, const length& by) noexcept {
    return static_cast<Address>(static_cast<length>(from) + by);
  }
  [[nodiscard]] std::size_t needle_size() const noexcept { return search_.needle().size(); }
  /// From one match to where the next may begin.
  [[nodiscard]] std::size_t step() const noexcept { return overlapping_ == overlap::yes ? 1 : needle_size(); }

  /// Forgets what the searcher knows: no match reaches from before `address` to behind it.
  void begin_at(const Address& address) {
    search_.skip(1);
    base_ = address;
    fed_before_ = search_.fed();
    free_ = address;
  }

  void visit_piece(const path<Address>& way, const range& part) {
    const auto segment = reader<Address>::segment_of(way, part);
    // A run shows in its first period, and what straddles its ends, all that can happen in it.
    const length head = length{segment.bytes.size()} + needle_size();
    if (!segment.repeats || segment.bytes.size() > longest_period || part.size() / 4 <= head) {
      feed(way, part);
      return;
    }
    feed(way, {part.start, moved(part.start, head)});
    const auto first = std::max(moved(part.start, head - length{needle_size() - 1}), free_);
    const auto last =
        moved(part.stop, length{1} - length{needle_size()});  // one past where the last match in it may begin
    const auto rest = std::max(visit_run(segment, {first, last}), last);
    begin_at(rest);
    feed(way, {rest, part.stop});
  }

  /// Searches bytes in the order of their addresses.
  void feed(const path<Address>& way, range part) {
    while (!part.empty()) {
      const auto bytes = reader<Address>::bytes_from(way, part.start, part.stop);
      search_.feed(bytes);
      while (const auto found = search_.next()) matched(moved(base_, *found - fed_before_));
      part.start = moved(part.start, bytes.size());
    }
  }

  void matched(const Address& at) {
    if constexpr (Counts) {
      report_(length{1});
    } else {
      report_(at);
    }
    free_ = moved(at, step());
  }

  /// The matches of a run that begin in a range of it. Returns where the next one might begin.
  Address visit_run(const basic_segment<Address>& run, const range& starts) {
    const auto period = run.bytes.size();
    std::vector<std::byte> text(period + needle_size() - 1);
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = run.bytes[i % period];
    std::vector<std::size_t> places;  // where matches begin in each period
    for (const std::size_t place : find_all(text, search_.needle(), overlap::yes)) places.push_back(place);
    if (places.empty()) return starts.start;

    const auto next_match = [&](const Address& from) -> std::optional<Address> {
      if (from >= starts.stop) return std::nullopt;
      const auto phase = static_cast<std::size_t>(distance(run.start, from) % period);
      const auto found = std::ranges::lower_bound(places, phase);
      const length gap = (found != places.end() ? *found : places.front() + period) - phase;
      if (gap >= distance(from, starts.stop)) return std::nullopt;
      return moved(from, gap);
    };
    Address from = starts.start;
    if constexpr (Counts) from = skip_cycles(next_match, starts, period);
    while (const auto at = next_match(from)) {
      matched(*at);
      from = free_;
    }
    return from;
  }

  /// Which match follows depends only on where in the period the one before began: once that comes again, so does all
  /// that was in between. Returns where the search goes on, less than one such cycle before the end.
  /// Source: Brent, "An improved Monte Carlo factorization algorithm", 1980, for finding the cycle without a table.
  template <typename Next>
  Address skip_cycles(const Next& next_match, const range& starts, std::size_t period) {
    auto at = next_match(starts.start);
    auto marked = at;
    std::size_t before = 0;  // matches before `marked`
    std::size_t since = 0;   // and from there to `at`
    std::size_t patience = 1;
    while (at) {
      at = next_match(moved(*at, length{step()}));
      if (!at) break;
      ++since;
      const length cycle = distance(*marked, *at);
      if (cycle % period == 0) {
        const length cycles = (distance(*marked, starts.stop) - 1) / cycle;
        report_(length{before} + cycles * length{since});
        return moved(*marked, cycles * cycle);
      }
      if (since == patience) {
        before += since;
        since = 0;
        marked = at;
        patience *= 2;
      }
    }
    return starts.start;
  }

  segment_searcher search_;
  overlap overlapping_;
  Report& report_;
  Address base_ = 0;
  std::uint64_t fed_before_ = 0;  ///< how the searcher numbers the byte at `base_`
  Address free_ = 0;              ///< where the next match may begin
};

/// Calls `report(address)` for every match. Errors: `std::invalid_argument` for an empty needle.
template <memory_address Address, typename Report>
void visit_matches(const basic_sparse_memory<Address>& memory, bytes_view needle, overlap overlapping,
                   const basic_address_range<Address>& where, Report&& report) {
  match_visit<Address, false, std::remove_reference_t<Report>>(needle, overlapping, report).visit(memory, where);
}

/// How many matches there are. Errors: as above.
template <memory_address Address>
[[nodiscard]] address_length<Address> count_matches(const basic_sparse_memory<Address>& memory, bytes_view needle,
                                                    overlap overlapping, const basic_address_range<Address>& where) {
  address_length<Address> found = 0;
  auto add = [&](const address_length<Address>& more) { found += more; };
  match_visit<Address, true, decltype(add)>(needle, overlapping, add).visit(memory, where);
  return found;
}

}  // namespace memosaic::sparse_core
