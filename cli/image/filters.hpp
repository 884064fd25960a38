#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.hpp"
#include "memosaic/image/image.hpp"

/// What is done to an image on its way from the inputs to the output, in the order of the command line.
namespace memosaic::cli {

/// An image between two filters.
struct filtered_image {
  image content;

  /// What `--crop` left open, holes included: where fillings and checksums that name no range go. Without it, from the
  /// first byte to the last.
  std::optional<image_range> window;

  [[nodiscard]] image_range default_range() const { return window.value_or(content.memory.content_range()); }
};

/// One filter, understood. Its errors are those of the library; `option` names it in messages.
struct image_filter {
  std::string option;
  std::function<void(filtered_image&)> apply;
};

/// Every filter, as options: `--crop A:B`, `--fill VALUE[@A:B]`, `--crc32 AT`, ...
extern const std::span<const option_facts> filter_option_facts;

/// The filter of an option with its argument; nothing if the option is no filter.
/// Errors: `trouble`, naming the option.
[[nodiscard]] std::optional<image_filter> parse_filter(std::string_view option, const std::string& argument);

/// The filters of a command line, in their order.
[[nodiscard]] std::vector<image_filter> parse_filters(const given_words& words);

/// Puts an image through the filters. Errors: `trouble`, naming the filter that failed.
void apply_filters(std::span<const image_filter> filters, filtered_image& to);

}  // namespace memosaic::cli
