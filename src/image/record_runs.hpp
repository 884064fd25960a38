#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>

#include "image/line_reader.hpp"
#include "image/record_kernels.hpp"
#include "image/text_writer.hpp"

/// Records that differ in address and data only, many at a time: what nearly all of a file consists of.
namespace memosaic::image_core {

/// Reads records of one shape off the front of `lines.rest()`, whose bytes belong to `at` and behind. Gives how many
/// they are, at most `most`; the rest is for a reader that takes line by line and knows what may be wrong.
std::size_t read_run(record_shape shape, line_reader& lines, image_collector& into, int128 at, std::size_t most);

/// Writes bytes as records of one shape; their number is a multiple of `shape.data`.
void write_run(record_shape shape, bytes_view bytes, text_writer& to);

}  // namespace memosaic::image_core
