#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string_view>

#include "memosaic/image/read_image.hpp"

namespace memosaic::image_core {

/// Where in a file something stands, for messages. `record` is borrowed.
struct file_place {
  std::uint64_t offset = 0;
  std::uint64_t line = 0;    ///< 0 in binary files
  std::uint64_t column = 0;  ///< 0 in binary files
  std::string_view record;   ///< any bytes; shortened and made printable only if it is shown
};

/// What a reader of any format fills: the image, and the problems on the way, by the options' rules.
class image_collector {
 public:
  explicit image_collector(const read_image_options& options);

  [[nodiscard]] const read_image_options& options() const noexcept { return options_; }
  [[nodiscard]] image& content() noexcept { return result_.content; }

  /// Notes what is wrong at a place. Errors: `image_error`, unless the reading is lenient.
  void problem(const file_place& place, std::string_view reason);

  /// What no leniency can pass over. Errors: `image_error`, always.
  [[noreturn]] void refuse(const file_place& place, std::string_view reason) const;

  /// Writes the bytes of a record, copied. Bytes that meet others go by `options().overlap`; a refusal is a problem
  /// that names the first address, and the earlier bytes stay. Cost: as a sequential write where records follow each
  /// other.
  void write(int128 at, bytes_view bytes, const file_place& place);

  /// The same for bytes that the image shares.
  void share(int128 at, const view& bytes, const file_place& place);

  [[nodiscard]] read_image_result finish(image_format format) &&;

 private:
  read_image_options options_;
  read_image_result result_;
};

}  // namespace memosaic::image_core
