#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "image/image_collector.hpp"
#include "memosaic/image/write_image.hpp"
#include "support/text_bytes.hpp"

namespace memosaic::testing {

/// A reader or writer of one format, as formats.hpp declares them.
using format_reader = void (*)(const view& bytes, image_core::image_collector& into);
using format_writer = void (*)(const image& from, content_sink& to, const write_image_options& options);

inline read_image_result read_text(format_reader read, std::string_view text, const read_image_options& options = {}) {
  image_core::image_collector into(options);
  read(file_of(text), into);
  return std::move(into).finish(image_format::raw);
}

/// The message of the first problem of a strict reading; "no error" if there is none.
inline std::string strict_message(format_reader read, std::string_view text, read_image_options options = {}) {
  options.name = "a";
  try {
    (void)read_text(read, text, options);
  } catch (const image_error& error) {
    return error.what();
  }
  return "no error";
}

/// The reasons of the problems of a lenient reading, each with its line and column, each followed by a line end.
inline std::string lenient_problems(format_reader read, std::string_view text, read_image_options options = {}) {
  options.lenient = true;
  std::string all;
  for (const auto& each : read_text(read, text, options).problems) {
    all += std::to_string(each.line) + ":" + std::to_string(each.column) + ": " + each.reason + "\n";
  }
  return all;
}

inline std::string written_text(format_writer write, const image& from, const write_image_options& options = {}) {
  text_sink sink;
  write(from, sink, options);
  return sink.text;
}

/// The message of the refusal, after which nothing must have been sent.
inline std::string refusal(format_writer write, const image& from, const write_image_options& options = {}) {
  text_sink sink;
  try {
    write(from, sink, options);
  } catch (const std::invalid_argument& error) {
    return sink.parts == 0 ? error.what() : "refused too late";
  }
  return "not refused";
}

}  // namespace memosaic::testing
