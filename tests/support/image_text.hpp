#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "memosaic/image/read_image.hpp"
#include "memosaic/image/write_image.hpp"
#include "support/text_bytes.hpp"

/// Images from and to the text of one format.
namespace memosaic::testing {

/// Bytes at an address.
struct placed_text {
  int128 at;
  std::string_view text;
};

inline image image_of(std::initializer_list<placed_text> parts) {
  image made;
  for (const auto& part : parts) made.memory.write(part.at, bytes_of(part.text));
  return made;
}

inline read_image_result read_text(image_format format, std::string_view text, read_image_options options = {}) {
  options.name = "f";
  options.format = format;
  return read_image(file_of(text), options);
}

/// What a strict reading says is wrong: "f:1:2: ...".
inline std::string refused(image_format format, std::string_view text, read_image_options options = {}) {
  try {
    (void)read_text(format, text, std::move(options));
  } catch (const image_error& error) {
    return error.what();
  }
  return "nothing is wrong";
}

/// What a lenient reading notes, "2:5: ..." each, and takes nevertheless.
struct lenient_reading {
  std::vector<std::string> notes;
  image content;
};

inline lenient_reading read_leniently(image_format format, std::string_view text, read_image_options options = {}) {
  options.lenient = true;
  auto read = read_text(format, text, std::move(options));
  lenient_reading result{{}, std::move(read.content)};
  for (const auto& problem : read.problems) {
    result.notes.push_back(std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " + problem.reason);
  }
  return result;
}

inline std::string written(image_format format, const image& from, const write_image_options& options = {}) {
  text_sink to;
  write_image(from, format, to, options);
  return to.text;
}

/// What writing is refused with; nothing has been sent then.
inline std::string not_written(image_format format, const image& from, const write_image_options& options = {}) {
  text_sink to;
  try {
    write_image(from, format, to, options);
  } catch (const std::invalid_argument& error) {
    return to.parts == 0 ? error.what() : "something was sent";
  }
  return "nothing is wrong";
}

}  // namespace memosaic::testing
