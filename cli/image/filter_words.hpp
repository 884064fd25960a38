#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "memosaic/image/image.hpp"
#include "memosaic/sparse/contents.hpp"

/// The argument of a filter: `VALUE[,OPTION...][@WHERE]`.
///
/// Errors: `std::invalid_argument`, one sentence that quotes what was wrong and says what to write.
namespace memosaic::cli {

/// An argument, taken apart; the parts borrow the text.
struct filter_words {
  std::string_view value;
  std::vector<std::string_view> options;
  std::optional<std::string_view> where;

  /// Splits at the last `@`, and before it at every comma.
  [[nodiscard]] static filter_words split(std::string_view text);

  /// The same for a value that may hold commas, as bytes do: it has no options.
  [[nodiscard]] static filter_words split_whole(std::string_view text);

  /// The range behind the `@`.
  [[nodiscard]] std::optional<image_range> range() const;
};

/// Bytes that are repeated: one number up to 255, or a needle with a prefix, as `hex:DEAD` or `text:empty`.
[[nodiscard]] std::vector<std::byte> parse_pattern(std::string_view text);

/// One byte: a number up to 255.
[[nodiscard]] std::byte parse_byte(std::string_view text);

/// `refuse`, `skip`, or the byte that stands for a hole.
[[nodiscard]] hole_rule parse_hole_rule(std::string_view text);

/// A number in `[least, most]`.
[[nodiscard]] std::uint64_t parse_bounded(std::string_view text, std::uint64_t least, std::uint64_t most);

}  // namespace memosaic::cli
