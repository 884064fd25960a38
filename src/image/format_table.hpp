#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "image/formats.hpp"
#include "memosaic/image/format.hpp"

namespace memosaic::image_core {

/// What the library can do with a format: the one table that `read_image` and `write_image` ask.
struct format_table_row {
  image_format format;
  void (*read)(const view& bytes, image_collector& into);  ///< null if it is only written
  void (*write)(const image& from, content_sink& to, const write_image_options& options);  ///< null if it is only read

  // Which options the writer has.
  bool record_length = false;
  bool address_bits = false;
  bool fill = false;
};

[[nodiscard]] const format_table_row& table_row_of(image_format format) noexcept;

}  // namespace memosaic::image_core
