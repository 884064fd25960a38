// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/write_image.hpp"

#include <stdexcept>
#include <string>

#include "image/format_table.hpp"

namespace memosaic {
namespace {

[[noreturn]] void refuse(image_format format, const std::string& why) {
  throw std::invalid_argument(std::string(facts_of(format).title) + ": " + why);
}

}  // namespace

void write_image(const image& from, image_format format, content_sink& to, const write_image_options& options) {
  const auto& row = image_core::table_row_of(format);
  if (row.write == nullptr) refuse(format, "it is only read; write Intel HEX or raw binary instead");
  if (options.record_length && !row.record_length) refuse(format, "it has no record length; leave it out");
  if (options.address_bits && !row.address_bits) refuse(format, "it has no choice of address widths; leave it out");
  if (options.fill && !row.fill) refuse(format, "it keeps holes and has no fill byte; leave it out");
  if (options.array_name != write_image_options().array_name && format != image_format::c_array) {
    refuse(format, "it has no array name; leave it out");
  }
  if (options.uf2_family && format != image_format::uf2) refuse(format, "it has no UF2 family; leave it out");
  if (from.word_size != 1 && from.word_size != 2 && from.word_size != 4 && from.word_size != 8) {
    throw std::invalid_argument("word_size is 1, 2, 4 or 8 bytes, not " + std::to_string(from.word_size));
  }
  row.write(from, to, options);
}

}  // namespace memosaic
