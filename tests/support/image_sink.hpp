#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "memosaic/buffer/buffer.hpp"
#include "memosaic/image/read_image.hpp"
#include "memosaic/image/write_image.hpp"

namespace memosaic::test {

/// The bytes that an image is written as.
[[nodiscard]] inline std::vector<std::byte> written(const image& from, image_format format,
                                                    const write_image_options& options = {}) {
  struct collecting final : content_sink {
    void take(bytes_view part) override { all.insert(all.end(), part.begin(), part.end()); }
    std::vector<std::byte> all;
  } to;
  write_image(from, format, to, options);
  return to.all;
}

/// What a file of these bytes is read as.
[[nodiscard]] inline read_image_result read_bytes(bytes_view bytes, const read_image_options& options = {}) {
  return read_image(buffer(bytes).freeze(), options);
}

/// What reading says about a file that it refuses.
[[nodiscard]] inline std::string complaint_of(bytes_view bytes, const read_image_options& options = {}) {
  try {
    static_cast<void>(read_bytes(bytes, options));
    return "it was read";
  } catch (const image_error& error) {
    return error.what();
  }
}

}  // namespace memosaic::test
