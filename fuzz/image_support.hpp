#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "memosaic/buffer/view.hpp"
#include "memosaic/image/read_image.hpp"
#include "memosaic/image/write_image.hpp"

/// What the fuzz targets of image formats have in common.
namespace memosaic::fuzzing {

inline void require(bool holds) {
  if (!holds) std::abort();
}

/// Reads any bytes. A strict reading gives an image without a problem or `image_error`; a lenient one notes what the
/// strict one refused, and both give the same where nothing is wrong.
inline std::optional<read_image_result> read_both_ways(bytes_view bytes, read_image_options options) {
  const view whole(bytes, unowned);
  std::optional<read_image_result> strict;
  std::string refused;
  options.lenient = false;
  try {
    strict = read_image(whole, options);
    require(strict->problems.empty() && strict->problem_count == 0);
  } catch (const image_error& error) {
    refused = error.problem().reason;
    require(error.offset() <= bytes.size());
  }
  options.lenient = true;
  try {
    auto lenient = read_image(whole, options);
    require(strict ? lenient.problem_count == 0 && lenient.content == strict->content
                   : lenient.problem_count != 0 && lenient.problems.front().reason == refused);
    return lenient;
  } catch (const image_error&) {
    require(!strict);
    return std::nullopt;
  }
}

/// The bytes that an image is written as; nothing if the format cannot hold it.
inline std::optional<std::vector<std::byte>> written(const image& from, image_format format,
                                                     const write_image_options& options) {
  struct collecting final : content_sink {
    void take(bytes_view part) override { all.insert(all.end(), part.begin(), part.end()); }
    std::vector<std::byte> all;
  } to;
  try {
    write_image(from, format, to, options);
  } catch (const std::invalid_argument&) {
    require(to.all.empty());
    return std::nullopt;
  }
  return to.all;
}

}  // namespace memosaic::fuzzing
