#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <optional>
#include <string_view>

#include "memosaic/image/image.hpp"

namespace memosaic::image_core {

/// The memory of an image for a format that holds nothing but whole words: `fill`, if it is given, stands for what is
/// missing of words that are stored in part. The addresses are such as the format can write.
///
/// Cost: O(blocks); nothing is copied.
/// Errors: `std::invalid_argument` for a word that is stored in part, if there is nothing to fill it with.
[[nodiscard]] image_memory with_whole_words(const image& from, std::optional<std::byte> fill, std::string_view title);

}  // namespace memosaic::image_core
