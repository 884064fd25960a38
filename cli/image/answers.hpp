#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/image/delivery.hpp"
#include "cli/image/filters.hpp"
#include "cli/image/sources.hpp"
#include "cli/json_writer.hpp"
#include "memosaic/image/image_merger.hpp"

/// What several commands do alike.
namespace memosaic::cli {

/// An input after the filters.
struct answered_source {
  std::string name;
  image_format format = image_format::raw;
  std::uint64_t problem_count = 0;
  image content;
};

/// Reads every input, and puts each through the filters by itself. Errors: as both.
[[nodiscard]] std::vector<answered_source> read_each(const given_words& words, std::span<const std::string> operands,
                                                     console& with);

/// The same for all inputs put together.
struct joined_sources {
  std::vector<std::string> names;
  image_format format = image_format::raw;  ///< of the first input
  std::vector<image_conflict> conflicts;    ///< before the filters
  std::vector<image_contribution> contributions;
  bool refused = false;  ///< whether the conflicts are refused, and there is no image
  std::string refusal;
  filtered_image result;
};
[[nodiscard]] joined_sources read_joined(const given_words& words, std::span<const std::string> operands,
                                         std::span<const image_filter> filters, console& with);

/// Errors: `trouble` if an image and a JSON answer would both go to standard output.
void require_place_for_answer(answer_form form, const image_target& target);

/// `memosaic.image.write/1`: what was put together, and what was written; without a format, nothing was.
void print_written(const joined_sources& joined, const image_target& target, std::optional<image_format> format,
                   console& with);

/// `16 bytes`, `1 block`.
[[nodiscard]] std::string counted(uint128 count, std::string_view thing);
[[nodiscard]] std::string decimal(uint128 number);

/// A range as `start`, `stop` and `length`.
void range_members(json_writer& json, const image_range& range);

/// `0x8000`, or `0x1000:0x0010` for a segmented one.
[[nodiscard]] std::string entry_text(const image_entry& entry);

/// The member `name` with an entry point or null.
void entry_member(json_writer& json, std::string_view name, const std::optional<image_entry>& entry);

}  // namespace memosaic::cli
