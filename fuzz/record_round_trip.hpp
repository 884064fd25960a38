#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <utility>

#include "image/formats.hpp"
#include "image/image_collector.hpp"
#include "support/text_bytes.hpp"

/// Any bytes as a file of one format: read strictly and leniently, by every policy; what was read is written, in
/// several shapes, and read again.
namespace memosaic::fuzzing {

inline void require(bool condition) {
  if (!condition) std::abort();
}

using reader = void (*)(const view& bytes, image_core::image_collector& into);
using writer = void (*)(const image& from, content_sink& to, const write_image_options& options);

inline read_image_result read_text(reader read, const view& text, const read_image_options& options) {
  image_core::image_collector into(options);
  read(text, into);
  return std::move(into).finish(image_format::raw);
}

inline void write_and_read(reader read, writer write, const image& content, const write_image_options& options) {
  testing::text_sink sink;
  try {
    write(content, sink, options);
  } catch (const std::invalid_argument&) {
    require(sink.text.empty());
    return;
  }
  read_image_options strict;
  strict.word_size = content.word_size;
  strict.overlap = merge_policy::error;  // no address is written twice
  require(read_text(read, testing::file_of(sink.text), strict).content == content);
}

inline void try_format(reader read, writer write, bytes_view input) {
  const view text(input, unowned);
  for (const unsigned word : {1U, 2U, 4U}) {
    for (const auto overlap : {merge_policy::identical, merge_policy::replace}) {
      read_image_options options;
      options.word_size = word;
      options.overlap = overlap;
      std::string strict_error;
      image strict;
      try {
        strict = read_text(read, text, options).content;
      } catch (const image_error& error) {
        strict_error = error.what();
        require(error.offset() <= input.size());
        require(error.problem().line != 0 && error.problem().column != 0);
      }
      options.lenient = true;
      options.kept_problems = 3;
      try {
        const auto lenient = read_text(read, text, options);
        require((lenient.problem_count == 0) == strict_error.empty());
        require(lenient.problems.size() == std::min<std::uint64_t>(lenient.problem_count, 3));
        if (strict_error.empty()) require(lenient.content == strict);
        if (!strict_error.empty()) require(image_error("", lenient.problems.front()).what() == strict_error);
        write_and_read(read, write, lenient.content, {});
        write_image_options other;
        other.record_length = 4 * (1 + input.size() % 60);
        other.lines = line_end::crlf;
        write_and_read(read, write, lenient.content, other);
      } catch (const image_error& error) {
        require(!strict_error.empty());
      }
    }
  }
}

}  // namespace memosaic::fuzzing
