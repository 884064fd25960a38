#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/masked_needle.hpp"
#include "memosaic/sparse/sparse_memory.hpp"

/// Searching a memory for a needle with wildcards, and saying what its holes are to the search:
/// `find(memory, masked_needle::parse("de ?? be e?"), where, hole_match::wildcards())`.
///
/// Matches lie wholly in the range. For a needle without wildcards, `masked_needle(bytes)`.
namespace memosaic {

/// What a hole is to a search.
class hole_match {
 public:
  /// The end of everything: a match lies in one block.
  [[nodiscard]] static constexpr hole_match none() noexcept { return {kind::none, {}}; }
  /// This byte, as often as addresses are missing. Of a range without end, name the part that is meant.
  [[nodiscard]] static constexpr hole_match as(std::byte value) noexcept { return {kind::value, value}; }
  /// Unknown bytes: those of the needle match that do not matter at all, such as `??`, and no others.
  [[nodiscard]] static constexpr hole_match wildcards() noexcept { return {kind::wildcards, {}}; }

  [[nodiscard]] constexpr bool reads_as_value() const noexcept { return kind_ == kind::value; }
  [[nodiscard]] constexpr bool matches_wildcards() const noexcept { return kind_ == kind::wildcards; }
  [[nodiscard]] constexpr std::byte value() const noexcept { return value_; }

 private:
  enum class kind : std::uint8_t { none, value, wildcards };
  constexpr hole_match(kind how, std::byte value) noexcept : kind_(how), value_(value) {}

  kind kind_;
  std::byte value_;
};

/// The lowest address at which the needle matches.
///
/// Cost: O(bytes + pieces * needle); runs and holes are searched in one period each, however long they are. The needle
/// itself may make it more, see `masked_needle`.
template <memory_address Address>
[[nodiscard]] std::optional<Address> find(
    const basic_sparse_memory<Address>& memory, const masked_needle& needle,
    typename basic_sparse_memory<Address>::range where = basic_sparse_memory<Address>::everywhere,
    hole_match holes = hole_match::none());

/// The highest one.
template <memory_address Address>
[[nodiscard]] std::optional<Address> rfind(
    const basic_sparse_memory<Address>& memory, const masked_needle& needle,
    typename basic_sparse_memory<Address>::range where = basic_sparse_memory<Address>::everywhere,
    hole_match holes = hole_match::none());

/// Every match, from the front. Cost: as `find`, and O(log pieces + needle) for each match; a run or a hole that
/// matches does so at all of its addresses.
template <memory_address Address>
[[nodiscard]] std::vector<Address> find_all(
    const basic_sparse_memory<Address>& memory, const masked_needle& needle, overlap overlapping = overlap::no,
    typename basic_sparse_memory<Address>::range where = basic_sparse_memory<Address>::everywhere,
    hole_match holes = hole_match::none());

/// How many matches there are. Cost: as `find_all`.
template <memory_address Address>
[[nodiscard]] address_length<Address> count(
    const basic_sparse_memory<Address>& memory, const masked_needle& needle, overlap overlapping = overlap::no,
    typename basic_sparse_memory<Address>::range where = basic_sparse_memory<Address>::everywhere,
    hole_match holes = hole_match::none());

}  // namespace memosaic
