#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/find_all.hpp"

namespace memosaic {

/// A needle in which some bits do not matter: `masked_needle::parse("de ?? be e?")`.
///
/// It is prepared once and may be searched for any number of times. It has at least one byte, and it owns its bytes.
///
/// Threads: one needle serves any number of threads at once.
/// Cost: a search looks for the longest run of whole bytes as `find` does, or for the two most telling bytes if no two
/// lie side by side, and compares the rest where those lie. That is one pass at memory speed, but O(haystack * needle)
/// for bytes chosen to resemble the needle everywhere. No search allocates but for its result.
class masked_needle {
 public:
  /// Of each byte of `values`, the bits that are set in `mask`.
  /// Errors: `std::invalid_argument` if there is no byte, or not one mask for each; `std::bad_alloc`.
  masked_needle(bytes_view values, bytes_view mask);

  /// All bits of all bytes.
  explicit masked_needle(bytes_view exact);

  /// Bytes as two hexadecimal digits each, of either case; a `?` stands for any digit. Blanks, tabs and line ends may
  /// stand between bytes.
  /// Errors: `format_error` with the offset in `text` of what is neither digit nor `?`, or of the end if the last byte
  /// lacks its second digit; `std::invalid_argument` for no byte at all; `std::bad_alloc`.
  [[nodiscard]] static masked_needle parse(std::string_view text);

  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }

  /// The bytes, with zeros for the bits that do not matter.
  [[nodiscard]] bytes_view values() const noexcept MEMOSAIC_LIFETIMEBOUND { return values_; }
  [[nodiscard]] bytes_view mask() const noexcept MEMOSAIC_LIFETIMEBOUND { return mask_; }

  /// Whether bytes agree with those of the needle from `offset` on, as far as they go.
  /// Errors: `std::out_of_range` if there are more than the needle has from there.
  [[nodiscard]] bool agrees(bytes_view bytes, std::size_t offset = 0) const;

  /// The lowest position of a match. Errors: `std::invalid_argument` if `where.step` is 0, here and below.
  [[nodiscard]] std::optional<std::size_t> find(bytes_view haystack, const search_range& where = {}) const;

  /// The highest one.
  [[nodiscard]] std::optional<std::size_t> rfind(bytes_view haystack, const search_range& where = {}) const;

  /// Every match, from the front.
  [[nodiscard]] std::vector<std::size_t> find_all(bytes_view haystack, overlap overlapping = overlap::no,
                                                  const search_range& where = {}) const;

  /// How many matches there are.
  [[nodiscard]] std::size_t count(bytes_view haystack, overlap overlapping = overlap::no,
                                  const search_range& where = {}) const;

 private:
  /// A byte of the needle by which places are told that may match.
  struct probe {
    std::size_t offset = 0;
    std::byte value{};
    std::byte mask{};
  };

  void prepare();
  [[nodiscard]] bool matches_at(const std::byte* place) const noexcept;
  template <typename Report>
  void visit(bytes_view haystack, search_from from, const search_range& where, Report&& report) const;
  template <typename Report>
  void visit_by_probes(bytes_view run, search_from from, std::size_t first, std::size_t step, Report&& report) const;
  template <typename Report>
  void visit_taken(bytes_view haystack, overlap overlapping, const search_range& where, Report&& report) const;

  std::vector<std::byte> values_;
  std::vector<std::byte> mask_;
  std::size_t anchor_at_ = 0;    ///< where the longest run of whole bytes lies
  std::size_t anchor_size_ = 0;  ///< below 2: the probes are used instead
  std::array<probe, 2> probes_;
};

}  // namespace memosaic
