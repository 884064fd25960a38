// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/read_image.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "image/format_table.hpp"

namespace memosaic {
namespace {

image_format format_of(const view& bytes, const read_image_options& options) {
  if (options.format) return *options.format;
  if (const auto shown = image_format_of_content(bytes.bytes())) return *shown;
  if (const auto named = image_format_of_extension(options.name)) return *named;
  return image_format::raw;
}

}  // namespace

read_image_result read_image(const view& bytes, const read_image_options& options) {
  if (options.word_size != 1 && options.word_size != 2 && options.word_size != 4 && options.word_size != 8) {
    throw std::invalid_argument("word_size is 1, 2, 4 or 8 bytes, not " + std::to_string(options.word_size));
  }
  const image_format format = format_of(bytes, options);
  const auto read = image_core::table_row_of(format).read;
  if (read == nullptr) {
    std::string message = options.name;
    if (!message.empty()) message += ": ";
    message.append(facts_of(format).title).append(" is only written: if the file is of another format, name that");
    throw std::invalid_argument(message);
  }
  image_core::image_collector into(options);
  read(bytes, into);
  return std::move(into).finish(format);
}

}  // namespace memosaic
